"""arXiv's category taxonomy: the name and the group of every category.

Source: https://arxiv.org/category_taxonomy, and https://arxiv.org/archive for the
archives that were retired.  Knows nothing of papers.
"""

from __future__ import annotations

from sitegen.patterns import lazy_pattern

# code and name, one a line, below the group that arXiv lists them in
_TAXONOMY: dict[str, str] = {
    "Computer Science": """
        cs.AI Artificial Intelligence
        cs.AR Hardware Architecture
        cs.CC Computational Complexity
        cs.CE Computational Engineering, Finance, and Science
        cs.CG Computational Geometry
        cs.CL Computation and Language
        cs.CR Cryptography and Security
        cs.CV Computer Vision and Pattern Recognition
        cs.CY Computers and Society
        cs.DB Databases
        cs.DC Distributed, Parallel, and Cluster Computing
        cs.DL Digital Libraries
        cs.DM Discrete Mathematics
        cs.DS Data Structures and Algorithms
        cs.ET Emerging Technologies
        cs.FL Formal Languages and Automata Theory
        cs.GL General Literature
        cs.GR Graphics
        cs.GT Computer Science and Game Theory
        cs.HC Human-Computer Interaction
        cs.IR Information Retrieval
        cs.IT Information Theory
        cs.LG Machine Learning
        cs.LO Logic in Computer Science
        cs.MA Multiagent Systems
        cs.MM Multimedia
        cs.MS Mathematical Software
        cs.NA Numerical Analysis
        cs.NE Neural and Evolutionary Computing
        cs.NI Networking and Internet Architecture
        cs.OH Other Computer Science
        cs.OS Operating Systems
        cs.PF Performance
        cs.PL Programming Languages
        cs.RO Robotics
        cs.SC Symbolic Computation
        cs.SD Sound
        cs.SE Software Engineering
        cs.SI Social and Information Networks
        cs.SY Systems and Control
    """,
    "Economics": """
        econ.EM Econometrics
        econ.GN General Economics
        econ.TH Theoretical Economics
    """,
    "Electrical Engineering and Systems Science": """
        eess.AS Audio and Speech Processing
        eess.IV Image and Video Processing
        eess.SP Signal Processing
        eess.SY Systems and Control
    """,
    "Mathematics": """
        math.AC Commutative Algebra
        math.AG Algebraic Geometry
        math.AP Analysis of PDEs
        math.AT Algebraic Topology
        math.CA Classical Analysis and ODEs
        math.CO Combinatorics
        math.CT Category Theory
        math.CV Complex Variables
        math.DG Differential Geometry
        math.DS Dynamical Systems
        math.FA Functional Analysis
        math.GM General Mathematics
        math.GN General Topology
        math.GR Group Theory
        math.GT Geometric Topology
        math.HO History and Overview
        math.IT Information Theory
        math.KT K-Theory and Homology
        math.LO Logic
        math.MG Metric Geometry
        math.MP Mathematical Physics
        math.NA Numerical Analysis
        math.NT Number Theory
        math.OA Operator Algebras
        math.OC Optimization and Control
        math.PR Probability
        math.QA Quantum Algebra
        math.RA Rings and Algebras
        math.RT Representation Theory
        math.SG Symplectic Geometry
        math.SP Spectral Theory
        math.ST Statistics Theory
    """,
    "Physics": """
        astro-ph.CO Cosmology and Nongalactic Astrophysics
        astro-ph.EP Earth and Planetary Astrophysics
        astro-ph.GA Astrophysics of Galaxies
        astro-ph.HE High Energy Astrophysical Phenomena
        astro-ph.IM Instrumentation and Methods for Astrophysics
        astro-ph.SR Solar and Stellar Astrophysics
        cond-mat.dis-nn Disordered Systems and Neural Networks
        cond-mat.mes-hall Mesoscale and Nanoscale Physics
        cond-mat.mtrl-sci Materials Science
        cond-mat.other Other Condensed Matter
        cond-mat.quant-gas Quantum Gases
        cond-mat.soft Soft Condensed Matter
        cond-mat.stat-mech Statistical Mechanics
        cond-mat.str-el Strongly Correlated Electrons
        cond-mat.supr-con Superconductivity
        gr-qc General Relativity and Quantum Cosmology
        hep-ex High Energy Physics - Experiment
        hep-lat High Energy Physics - Lattice
        hep-ph High Energy Physics - Phenomenology
        hep-th High Energy Physics - Theory
        math-ph Mathematical Physics
        nlin.AO Adaptation and Self-Organizing Systems
        nlin.CD Chaotic Dynamics
        nlin.CG Cellular Automata and Lattice Gases
        nlin.PS Pattern Formation and Solitons
        nlin.SI Exactly Solvable and Integrable Systems
        nucl-ex Nuclear Experiment
        nucl-th Nuclear Theory
        physics.acc-ph Accelerator Physics
        physics.ao-ph Atmospheric and Oceanic Physics
        physics.app-ph Applied Physics
        physics.atm-clus Atomic and Molecular Clusters
        physics.atom-ph Atomic Physics
        physics.bio-ph Biological Physics
        physics.chem-ph Chemical Physics
        physics.class-ph Classical Physics
        physics.comp-ph Computational Physics
        physics.data-an Data Analysis, Statistics and Probability
        physics.ed-ph Physics Education
        physics.flu-dyn Fluid Dynamics
        physics.gen-ph General Physics
        physics.geo-ph Geophysics
        physics.hist-ph History and Philosophy of Physics
        physics.ins-det Instrumentation and Detectors
        physics.med-ph Medical Physics
        physics.optics Optics
        physics.plasm-ph Plasma Physics
        physics.pop-ph Popular Physics
        physics.soc-ph Physics and Society
        physics.space-ph Space Physics
        quant-ph Quantum Physics
    """,
    "Quantitative Biology": """
        q-bio.BM Biomolecules
        q-bio.CB Cell Behavior
        q-bio.GN Genomics
        q-bio.MN Molecular Networks
        q-bio.NC Neurons and Cognition
        q-bio.OT Other Quantitative Biology
        q-bio.PE Populations and Evolution
        q-bio.QM Quantitative Methods
        q-bio.SC Subcellular Processes
        q-bio.TO Tissues and Organs
    """,
    "Quantitative Finance": """
        q-fin.CP Computational Finance
        q-fin.EC Economics
        q-fin.GN General Finance
        q-fin.MF Mathematical Finance
        q-fin.PM Portfolio Management
        q-fin.PR Pricing of Securities
        q-fin.RM Risk Management
        q-fin.ST Statistical Finance
        q-fin.TR Trading and Market Microstructure
    """,
    "Statistics": """
        stat.AP Applications
        stat.CO Computation
        stat.ME Methodology
        stat.ML Machine Learning
        stat.OT Other Statistics
        stat.TH Statistics Theory
    """,
}

# Archives that were retired or divided, as old papers and whole-archive digests name
# them: code, name, group.
_RETIRED: tuple[tuple[str, str, str], ...] = (
    ("acc-phys", "Accelerator Physics", "Physics"),
    ("adap-org", "Adaptation, Noise, and Self-Organizing Systems", "Physics"),
    ("alg-geom", "Algebraic Geometry", "Mathematics"),
    ("ao-sci", "Atmospheric-Oceanic Sciences", "Physics"),
    ("astro-ph", "Astrophysics", "Physics"),
    ("atom-ph", "Atomic, Molecular and Optical Physics", "Physics"),
    ("bayes-an", "Bayesian Analysis", "Physics"),
    ("chao-dyn", "Chaotic Dynamics", "Physics"),
    ("chem-ph", "Chemical Physics", "Physics"),
    ("cmp-lg", "Computation and Language", "Computer Science"),
    ("comp-gas", "Cellular Automata and Lattice Gases", "Physics"),
    ("cond-mat", "Condensed Matter", "Physics"),
    ("dg-ga", "Differential Geometry", "Mathematics"),
    ("funct-an", "Functional Analysis", "Mathematics"),
    ("mtrl-th", "Materials Theory", "Physics"),
    ("patt-sol", "Pattern Formation and Solitons", "Physics"),
    ("plasm-ph", "Plasma Physics", "Physics"),
    ("q-alg", "Quantum Algebra and Topology", "Mathematics"),
    ("q-bio", "Quantitative Biology", "Quantitative Biology"),
    ("solv-int", "Exactly Solvable and Integrable Systems", "Physics"),
    ("supr-con", "Superconductivity", "Physics"),
    ("cs", "Computer Science", "Computer Science"),
    ("econ", "Economics", "Economics"),
    (
        "eess",
        "Electrical Engineering and Systems Science",
        "Electrical Engineering and Systems Science",
    ),
    ("math", "Mathematics", "Mathematics"),
    ("nlin", "Nonlinear Sciences", "Physics"),
    ("physics", "Physics", "Physics"),
    ("q-fin", "Quantitative Finance", "Quantitative Finance"),
    ("stat", "Statistics", "Statistics"),
)

# Two codes for one category, of which arXiv lists the second.
ALIASES: dict[str, str] = {
    "cs.NA": "math.NA",
    "cs.SY": "eess.SY",
    "math.IT": "cs.IT",
    "math.MP": "math-ph",
    "q-fin.EC": "econ.GN",
    "stat.TH": "math.ST",
}

_KNOWN: dict[str, tuple[str, str]] = {
    **{code: (name, group) for code, name, group in _RETIRED},
    **{
        code: (name, group)
        for group, lines in _TAXONOMY.items()
        for code, _, name in (line.strip().partition(" ") for line in lines.strip().splitlines())
    },
}
CODES: tuple[str, ...] = tuple(_KNOWN)
_BY_LOWER = {code.lower(): code for code in _KNOWN}
_CODE = lazy_pattern(
    r"(?<![\w.-])[A-Za-z]+(?:-[A-Za-z]+)*(?:\.[A-Za-z]{2,8}(?:-[A-Za-z]+)?)?(?![\w-])"
)


def category_name(code: str) -> str:
    """Return the name of a category; an unknown code is its own name."""
    return _KNOWN[code][0] if code in _KNOWN else code


def category_group(code: str) -> str:
    """Return the group of a category ("Computer Science"), "" for an unknown code."""
    return _KNOWN[code][1] if code in _KNOWN else ""


def known_code(text: str) -> str:
    """Return the code that a text is, in arXiv's own case ("CS.lg" is "cs.LG"), or ""."""
    return _BY_LOWER.get(text.lower(), "")


def find_codes(text: str) -> list[str]:
    """Find the category codes in a short text, in order, without repeats.

    A bare archive counts only where it is a code of its own that no prose holds
    ("hep-ph", not "stat" or "physics").
    """
    found = [
        code
        for word in _CODE.findall(text)
        if ("." in word or "-" in word) and (code := _BY_LOWER.get(word.lower(), ""))
    ]
    return list(dict.fromkeys(found))
