#!/usr/bin/env python3
"""Makes a list of N names from a real one, and queries for it: python3 million.py LIST N OUT_LIST OUT_QUERIES
New names take words from two names of one kind and change a letter in a third of them, so that there are many
different words; every eighth is written in Cyrillic or kana. Seeded: the same list every time."""
import json, random, sys
source, count, out_list, out_queries = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
draw = random.Random(20261124)
parties = [json.loads(line) for line in open(source)]
kinds = {}
for party in parties:
    for name in party['names']: kinds.setdefault(party['schema'], []).append(name.split())
CYRILLIC = dict(zip('abcdefghijklmnopqrstuvwxyz', 'абцдефгхийклмнопкрстуввхыз'))
KANA = dict(zip('abcdefghijklmnopqrstuvwxyz', 'アバカダエファガハイジケラマナオパクラサタウヴワザヤズ'))
def changed(word):
    if len(word) < 4 or draw.random() > .33: return word
    at = draw.randrange(len(word)); return word[:at] + draw.choice('abcdefghijklmnopqrstuvwxyz') + word[at + 1:]
names = sum(len(party['names']) for party in parties); made = []
with open(out_list, 'w') as out:
    for party in parties: out.write(json.dumps(party, ensure_ascii=False) + '\n')
    while names < count:
        schema = draw.choice(parties)['schema']; a, b = draw.choice(kinds[schema]), draw.choice(kinds[schema])
        words = [changed(w) for w in a[:max(1, len(a) // 2)] + b[len(b) // 2:]]
        name = ' '.join(words)
        if draw.random() < .125: name = ''.join((CYRILLIC if len(made) % 2 else KANA).get(c, c) for c in name.lower())
        out.write(json.dumps({'id': f'made-{names}', 'schema': schema, 'names': [name]}, ensure_ascii=False) + '\n'); names += 1
        if names % 97 == 0: made.append((schema, name))
with open(out_queries, 'w') as out:
    for schema, name in draw.sample(made, min(2000, len(made))):
        at = draw.randrange(len(name)); name = name[:at] + name[at + 1:]
        out.write(json.dumps({'q': name, 'schema': schema, 'limit': 5}, ensure_ascii=False) + '\n')
