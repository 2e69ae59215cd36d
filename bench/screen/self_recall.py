#!/usr/bin/env python3
"""Every listed name must find its own party first or tied, however it is written: python3 self_recall.py LIST PROGRAM [EVERY]"""
import json, subprocess, sys, unicodedata
parties = [json.loads(line) for line in open(sys.argv[1])]; every = int(sys.argv[3]) if len(sys.argv) > 3 else 1
wide = lambda s: ''.join(chr(ord(c) + 0xfee0) if '!' <= c <= '~' else '\u3000' if c == ' ' else c for c in s)
bare = lambda s: ''.join(c for c in unicodedata.normalize('NFD', s) if not '\u0300' <= c <= '\u036f')
asked = [(kind, p['id'], p['schema'], how(n)) for p in parties[::every] for n in p['names']
         for kind, how in (('as listed', str), ('capitals', str.upper), ('full width', wide), ('without marks', bare))]
text = '\n'.join(json.dumps({'q': q, 'schema': s, 'limit': 20}) for _, _, s, q in asked) + '\n'
out = subprocess.run([sys.argv[2], sys.argv[1]], input=text, text=True, capture_output=True).stdout.splitlines()
count, lost = {}, {}
for (kind, id, _, q), line in zip(asked, out):
    found = json.loads(line); best = found[0][1] if found else 0
    good = any(i == id and s >= best for i, s in found); count[kind] = count.get(kind, 0) + 1
    if not good: lost.setdefault(kind, []).append(q)
for kind in count: print(kind, count[kind], 'lost', len(lost.get(kind, [])), lost.get(kind, [])[:6])
