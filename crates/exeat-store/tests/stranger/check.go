// Checks an exported log with Go's own golang.org/x/mod/sumdb and nothing of Exeat's: both signatures, that every entry is
// in the tree, and that the older checkpoint is its beginning. Tiles of 256 hashes are tiles of height 8.
package main

import (
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type folder string

func (f folder) Height() int                            { return 8 }
func (f folder) SaveTiles(tiles []tlog.Tile, _ [][]byte) {}
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		// The form of C2SP leaves out the height: tile/8/0/001 is tile/0/001.
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func open(f folder, name string, verifier note.Verifier) tlog.Tree {
	text, err := os.ReadFile(filepath.Join(string(f), name))
	must(err)
	opened, err := note.Open(text, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	var tree tlog.Tree
	_, err = fmt.Sscan(lines[1], &tree.N)
	must(err)
	must(tree.Hash.UnmarshalJSON([]byte("\"" + lines[2] + "\"")))
	return tree
}

func main() {
	f := folder(os.Args[1])
	verifier, err := note.NewVerifier(os.Args[2])
	must(err)
	tree, older := open(f, "checkpoint", verifier), open(f, os.Args[3], verifier)
	reader := tlog.TileHashReader(tree, f)
	n := int64(0)
	for bundle := int64(0); n < tree.N; bundle++ {
		tile := tlog.Tile{H: 8, L: 0, N: bundle, W: 256}
		if tree.N-n < 256 {
			tile.W = int(tree.N - n)
		}
		path := strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
		data, err := os.ReadFile(filepath.Join(string(f), path))
		must(err)
		for len(data) > 0 {
			length := binary.BigEndian.Uint16(data)
			entry := data[2 : 2+length]
			data = data[2+length:]
			proof, err := tlog.ProveRecord(tree.N, n, reader)
			must(err)
			must(tlog.CheckRecord(proof, tree.N, tree.Hash, n, tlog.RecordHash(entry)))
			n++
		}
	}
	proof, err := tlog.ProveTree(tree.N, older.N, reader)
	must(err)
	must(tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash))
	fmt.Printf("%d entries in the tree, %d -> %d consistent, by golang.org/x/mod/sumdb\n", n, older.N, tree.N)
}
