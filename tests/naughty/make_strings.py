#!/usr/bin/env python3
"""make_strings.py DIR - strings that break programs: DIR/strings.json, a JSON string a
line, and DIR/strings.tsv, what a TSV field must hold of each (mlrec.5), both by
Python's own means.  Written for this project; run by hand, the result is kept."""
import json
import sys


def controls():
    for c in list(range(0x20)) + [0x7F] + list(range(0x80, 0xA0)):
        yield chr(c)
        yield "a%sb" % chr(c)
    yield from ["\r\n", "\n\n", "\n\r", "a\r\nb\r\n", "\t\t\t", "\t", " \t ", "\0\0\0", "a\0",
                "\0a", "line one\nline two\nline three", "\x0b\x0c", "a\x1ab", "\x00\x01\x02\x03"]


def invisible():
    # Formats, joiners, marks of direction, selectors, tags, fillers, separators.
    for c in [0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x180E, *range(0x2000, 0x2010),
              0x2028, 0x2029, *range(0x202A, 0x2030), 0x205F, *range(0x2060, 0x2070), 0x3000,
              0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFA, 0xFFFB, 0xFFFC, 0xFFFD,
              0xFFFE, 0xFFFF, 0x1D173, 0xE0001, 0xE0020, 0xE007F, 0xE0100, 0x1FFFE, 0x10FFFF,
              0xE000, 0xF8FF, 0x100000]:
        yield "x%sy" % chr(c)
    yield from ["\ufeff", "\ufeffid", "id\ufeff", "\u200b", "\u00a0", "\u00a0\u2003\u3000"]


def direction():
    yield from ["\u202eevil\u202c.txt", "user\u202e\u2066// admin\u2069\u2066", "\u202a\u202b\u202d",
                "abc \u05d0\u05d1\u05d2 123", "\u0627\u0644\u0633\u0644\u0627\u0645",
                "\u2067\u2066\u2068\u2069", "\u200e\u200f", "\u061cabc",
                "access_level != \u202e\u2066user\u2069 \u2066", "\u05e9\u05dc\u05d5\u05dd\n\u202e"]


def scripts():
    yield from ["\u00fc", "u\u0308", "\u1e9b\u0323", "\uac00", "\u1100\u1161", "\ufb01", "\u0130I\u0131i",
                "STRASSE stra\u00dfe", "\u03a3\u03c3\u03c2", "\u4e2d\u6587\u5b57\u7b26", "\u65e5\u672c\u8a9e\u30c6\u30ad\u30b9\u30c8", "\ud55c\uad6d\uc5b4",
                "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22", "\u0939\u093f\u0928\u094d\u0926\u0940", "\u0420\u0443\u0441\u0441\u043a\u0438\u0439", "\u0395\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03ac",
                "\U00020000\U0002a6d6", "\U00010000", "\U0001d4d0\U0001d4d1", "\u0661\u0662\u0663", "\uff11\uff12\uff13",
                "\u2460\u2461", "\u2150\u00bd", "\u0430dm\u0456n", "p\u0430ypal", "\u0e49" * 20,
                "Z\u0351\u036b\u0343\u036a\u0302a\u034b\u0341\u0358l\u034f\u0489g\u0322\u0300o\u0353", "e" + "\u0301" * 50]


def emoji():
    yield from ["\U0001f600", "\U0001f44d\U0001f3fd", "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
                "\U0001f1e9\U0001f1ea", "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "\u2764\ufe0f", "\u2764\ufe0e",
                "1\ufe0f\u20e3", "\U0001f9d1\u200d\U0001f4bb", "\U0001f600" * 100, "\U0001f1e9", "\u200d\U0001f469", "\U0001fae0"]


def quotes():
    yield from ['"', '""', '"""', '""""', "'", "''", '"a"', 'a"b', '"a', 'a"', '"a","b"', '",', ',"',
                '","', ',', ',,', ',,,', ';', ';;', '|', '"\n"', '"\r\n"', '\\"', '\\\\"', '\\', '\\\\',
                '\\\\\\', '\\n', '\\t', '\\r', '\\\\n', '\\0', '\\x41', '\\u0041', '\\N', '\\.', '\\\n', '\\\t',
                'a\\', 'a\\tb', 'C:\\new\\table\\readme', '`', '``', '\u2018\u2019', '\u201c\u201d', '\u00ab\u00bb', '\u300c\u300d',
                '#', '# comment', '#end', '#end\trows=1\trejects=0\tstatus=ok', '//', '/*', '*/', '<!--',
                '--', '-- ', ';--', '"; --', ' ', '  ', ' a', 'a ', ' a ', '\ta\t', 'a  b', '', "it's", '{"', '"}',
                '="x"', 'a=b', 'a="b c"', 'a= b', '=', '==', 'k=v k=v', '$', '$$', '%', '%%', '&', '&&', '~', '^', '!', '!!']


def words():
    yield from ["null", "NULL", "Null", "nil", "None", "none", "undefined", "NaN", "nan", "-nan", "NA", "N/A",
                "n/a", "inf", "-inf", "Infinity", "-Infinity", "true", "false", "True", "FALSE", "yes", "no", "on",
                "off", "-", "--", ".", "..", "...", "?", "*", "(other)", "total", "ts", "id", "model", "label", "score",
                "auto", "NUL", "CON", "AUX", "COM1", "/dev/null", "hasOwnProperty", "__proto__", "constructor",
                "toString", "eval", "\\N", "\u2205", "\u2014", "void", "#N/A", "#REF!", "#VALUE!", "END", "EOF", "EOT"]


def numbers():
    yield from ["0", "-0", "+0", "00", "01", "-01", "+1", "1", "-1", "1.", ".1", "1.0", "1.10", "0.10", "1e1", "1E+1",
                "1e-1", "1e400", "-1e400", "1e-400", "5e-324", "2.2250738585072011e-308", "1.7976931348623157e308",
                "9007199254740993", "18446744073709551615", "18446744073709551616", "-9223372036854775808",
                "12345678901234567890", "1717105563625123456", "123456789012345678901234567890", "0x1F", "0b11", "0o17", "1_000", "1,000", "1.000,5", "1 000",
                "1e", "e1", "1e+", "--1", "1-", "1/2", "0/0", "1.2.3", "1.2.3.4", "0.1e1e1", "\u0663", "1\u00a0000", "$1", "1%",
                "99999999999999999999999999999999999999999999999999", "0." + "0" * 400 + "1", "9" * 400, "0" * 50,
                "2024-05-30", "2024-05-30T21:46:03Z", "24:00", "1970-01-01T00:00:00.000000Z", "0000-00-00", "292277026596-12-04"]


def injections():
    yield from [
        # SQL
        "1;DROP TABLE users", "1'; DROP TABLE users-- 1", "' OR 1=1 -- 1", "' OR '1'='1", "'; EXEC sp_x; --", "%' UNION SELECT NULL, NULL --",
        "_", "1 AND SLEEP(9)", "\u02b9 OR 1=1", "admin'/*", "\\'; DELETE FROM t; --",
        # HTML, scripts, templates
        "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>",
        "'><b>", "javascript:alert(1)", "<!--", "-->", "]]>", "<![CDATA[", "&lt;b&gt;", "&#60;b&#62;", "&amp;amp;", "<\0script>",
        "<scr\u0000ipt>", "\u2028alert(1)\u2029", "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{% x %}", "<?xml version=\"1.0\"?>", "<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]>",
        "data:text/html,<b>", "<a href='jav&#x09;ascript:x'>", "<style>@import 'x';</style>", "<iframe srcdoc='x'>", "onfocus=x autofocus",
        # Shells and files
        "$(touch x)", "`touch x`", "; touch x", "| touch x", "|| touch x", "&& touch x", "> x", "< x", "$HOME", "${IFS}", "$'\\n'", "~root",
        "*", "?", "[a-z]", "{a,b}", "!1", "-rf", "--help", "-e", "--", "-", "../../etc/passwd", "..\\..\\x", "/etc/passwd%00.png", "%0d%0aSet-Cookie: x", "%n%s%x%d", "%1$s", "%999999d",
        "() { :; }; echo x", "\nGET / HTTP/1.1\r\n\r\n", "a\nFrom: x@example.org", "${jndi:ldap://example.org/x}", "$(sleep 9)", "&calc.exe&",
        # Spreadsheets
        "=1+1", "=cmd|' /C calc'!A0", "@SUM(1)", "+1+1", "-1+1", "=HYPERLINK(\"http://example.org\")", "\t=1+1", "\r=1+1", "=\"a\"",
        # Terminals
        "\x1b[31mred\x1b[0m", "\x1b[2J\x1b[H", "\x1b]0;title\x07", "\x1b]52;c;aGVsbG8=\x07", "\x1b]8;;http://example.org\x1b\\x\x1b]8;;\x1b\\", "\x1b[6n", "\x1b[c", "\x1bP+q544e\x1b\\",
        "\x9b31m", "\x9d0;t\x9c", "\x1b#8", "\x1b(0", "\x0e\x0f", "\x1b[?1049h", "\x1b[20t", "\x07", "\x08\x08\x08", "abc\rxyz", "\x1b_x\x1b\\", "\x1b^x\x1b\\", "\x1b[99999999;1H", "\x1bc",
        # JSON, logfmt and patterns inside a field
        "{}", "[]", "{\"a\":1}", "[1,2,3]", "{\"a\":", "[[[[[[", "]]]]", "}{", "{\"id\":\"x\"}", "\"a\":1,", "\\u0000", "\\ud800", "\\ud83d\\ude00", "\\/", "\\b\\f",
        "level=info msg=\"x y\" n=1", "a=1 a=2", "(a+)+$", "^$", ".*", "[[:alpha:]]", "(?R)", "\\Q\\E", "(?<n>x)", "a{99999}", "(*ACCEPT)", "%{COMMONAPACHELOG}", "[\\]\\[]"]


def long_ones():
    yield from ["x" * 255, "x" * 256, "x" * 4095, "x" * 65536, "\"" * 1000, "\\" * 1000, "\n" * 1000, "\t" * 999 + "a", "," * 1000,
                "\u00e9" * 2000, "\U0001f600" * 2000, "a\tb\n" * 1000, " " * 1000, "\x01" * 500, "\x7f" * 300, "\ufffd" * 300,
                "".join(chr(c) for c in range(1, 0x250)), "".join(chr(c) for c in range(0x250)), "".join(chr(0x2000 + c) for c in range(0x100))]
    # Where blocks of 8, 16, 32 and 64 bytes end.
    for n in (7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65):
        for c in "\n\\\",":
            yield "k" * (n - 1) + c


def tsv(s):
    for a, b in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"), ("\0", "\ufffd")):
        s = s.replace(a, b)
    return s


def main():
    strings = {}
    for group in (controls, invisible, direction, scripts, emoji, quotes, words, numbers, injections, long_ones):
        for s in group():
            strings[s] = True
    with open(sys.argv[1] + "/strings.json", "wb") as f:
        for s in strings:
            f.write(json.dumps(s, ensure_ascii=False).encode() + b"\n")
    with open(sys.argv[1] + "/strings.tsv", "wb") as f:
        for s in strings:
            f.write(tsv(s).encode() + b"\n")


main()
