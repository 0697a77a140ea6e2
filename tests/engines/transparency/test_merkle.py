"""Vectors: RFC 6962 test entries as used by the public log implementations."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhinan.engines.transparency import (
    EMPTY_ROOT,
    Frontier,
    consistency_holds,
    consistency_proof,
    inclusion_holds,
    inclusion_proof,
    leaf_hash,
    merkle_root,
    node_hash,
    roots_over,
)

ENTRIES = [bytes.fromhex(e) for e in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
MANY = [leaf_hash(bytes([n])) for n in range(70)]
sizes = st.integers(1, len(MANY))


@pytest.mark.parametrize("size", range(9))
def test_merkle_root_matches_the_published_vectors(size):
    assert merkle_root(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(
    ("leaf", "size", "expected"),
    [
        (0, 1, []),
        (0, 8, [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]),
        (5, 8, [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        (1, 5, [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ]),
    ],
)  # fmt: skip
def test_inclusion_proof_matches_the_published_vectors(leaf, size, expected):
    proof = inclusion_proof(leaf, size, roots_over(LEAVES))

    assert [h.hex() for h in proof] == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (1, 1, []),
        (1, 8, [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]),
        (6, 8, [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]),
        (2, 5, [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ]),
    ],
)  # fmt: skip
def test_consistency_proof_matches_the_published_vectors(old, new, expected):
    proof = consistency_proof(old, new, roots_over(LEAVES))

    assert [h.hex() for h in proof] == expected


def test_frontier_root_equals_the_recursive_definition_at_every_size():
    def recursive(leaves):
        if len(leaves) == 1:
            return leaves[0]
        split = 1
        while split * 2 < len(leaves):
            split *= 2
        return node_hash(recursive(leaves[:split]), recursive(leaves[split:]))

    tree, roots = Frontier(), []
    for leaf in MANY:
        tree.append(leaf)
        roots.append(Frontier(tree.size, tree.hashes).root())

    assert roots == [recursive(MANY[: n + 1]) for n in range(len(MANY))]


def test_frontier_spans_are_the_leaves_under_each_hash():
    tree = Frontier()
    for leaf in MANY:
        tree.append(leaf)
        assert tree.hashes == [merkle_root(MANY[a:b]) for a, b in tree.spans()]


def test_frontier_refuses_a_wrong_number_of_hashes():
    with pytest.raises(ValueError, match="3 leaves has 2 perfect subtrees, got 1"):
        Frontier(3, [b""])
    with pytest.raises(ValueError, match="perfect subtrees"):
        Frontier(-1)


@given(size=sizes, at=st.integers(0, 10**6), other=st.integers(0, 10**6))
@settings(max_examples=200)
def test_inclusion_holds_for_the_right_leaf_only(size, at, other):
    leaf, wrong = at % size, other % size
    root = merkle_root(MANY[:size])

    proof = inclusion_proof(leaf, size, roots_over(MANY))

    assert inclusion_holds(MANY[leaf], leaf, size, proof, root)
    assert inclusion_holds(MANY[wrong], leaf, size, proof, root) == (wrong == leaf)
    assert inclusion_holds(MANY[leaf], wrong, size, proof, root) == (wrong == leaf)
    assert not inclusion_holds(MANY[leaf], leaf, size, [*proof, root], root)
    assert not (proof and inclusion_holds(MANY[leaf], leaf, size, proof[:-1], root))
    assert not inclusion_holds(MANY[leaf], leaf, size, proof, leaf_hash(root))


@given(one=sizes, two=sizes, changed=st.integers(0, 10**6))
@settings(max_examples=200)
def test_consistency_holds_only_while_old_leaves_stay(one, two, changed):
    old, new = sorted((one, two))
    old_root = merkle_root(MANY[:old])
    forged = list(MANY)
    forged[changed % old] = leaf_hash(b"forged")

    proof = consistency_proof(old, new, roots_over(MANY))

    assert consistency_holds(old, new, old_root, merkle_root(MANY[:new]), proof)
    bad = consistency_proof(old, new, roots_over(forged))
    assert not consistency_holds(old, new, old_root, merkle_root(forged[:new]), bad)
    assert not consistency_holds(old, new, old_root, merkle_root(MANY[:new]), [*proof, old_root])


def test_consistency_with_the_empty_tree_needs_no_proof():
    assert consistency_holds(0, 3, EMPTY_ROOT, ROOTS[3], [])
    assert consistency_proof(0, 3, roots_over(LEAVES)) == []
    assert not consistency_holds(0, 3, LEAVES[0], LEAVES[1], [])
    assert not consistency_holds(3, 2, LEAVES[0], LEAVES[1], [])
    assert not consistency_holds(3, 5, LEAVES[0], LEAVES[1], [])


def test_proofs_refuse_places_that_do_not_exist():
    with pytest.raises(ValueError, match="leaf must be"):
        inclusion_proof(3, 3, roots_over(MANY))
    with pytest.raises(ValueError, match="old must be"):
        consistency_proof(4, 3, roots_over(MANY))
    assert not inclusion_holds(MANY[0], 1, 1, [], MANY[0])
