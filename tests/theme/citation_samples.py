"""Entries that are hard to cite, by the name of their golden files in `citations/`."""

from __future__ import annotations

from sitegen.model import Text, TypesetEntry, TypesetField


def entry(
    title: Text,
    authors: tuple[str, ...],
    arxiv: str = "2511.10440",
    category: str = "cs.LG",
    link: str = "",
    abstract: str = "",
) -> TypesetEntry:
    fields = (TypesetField("abstract", "", Text(abstract)),) if abstract else ()
    return TypesetEntry(
        key=arxiv.replace("/", "-") or "example.org-0123456789ab",
        title=title,
        link=link or f"https://arxiv.org/abs/{arxiv}",
        arxiv=arxiv,
        version=1,
        number=1,
        authors=tuple(Text(name) for name in authors),
        category=category,
        categories=(category,),
        section=category,
        fields=fields,
        missing=(),
        raw=False,
    )


SAMPLES: dict[str, tuple[TypesetEntry, str]] = {
    "accents": (
        entry(
            Text("Diffusion on Müller's lattice: a CrysFormer study of {BERT} & friends at 100%"),
            ("José Müller", "Øyvind Ångström", "Ludwig van der Berg", "Martin King Jr.", "李 伟"),
            abstract="Lakes freeze.\nRivers do not.",
        ),
        "2025-11-14",
    ),
    "braces_and_maths": (
        entry(
            Text(
                r"$\alpha$-VAE with {snowy} x_y and $x_{i}^2$ steps",
                html="<math></math>",
                plain="α-VAE with snowy x_y and x_{i}^2 steps",
            ),
            ("Ada Example",),
        ),
        "2025-11-14",
    ),
    "broken_braces": (
        entry(Text("A {half open title } with } too many"), ("Ada Example",)),
        "2025-11-14",
    ),
    "collaboration": (
        entry(
            Text("Search for lakes"),
            ("ATLAS Collaboration", "Smith and Sons", "Aristotle", "Doe, Jane"),
            arxiv="hep-ex/0309136",
            category="hep-ex",
        ),
        "2025-11-14",
    ),
    "no_arxiv": (
        entry(
            Text("Un titre sans numéro"),
            ("Émile Dupont",),
            arxiv="",
            category="",
            link="https://example.org/paper?a=1&b=2",
        ),
        "2025-11",
    ),
    "bare": (entry(Text("研究"), (), arxiv="", category="", link="https://example.org/x"), ""),
}
