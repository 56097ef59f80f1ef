#!/usr/bin/env python3
"""Makes readings.bin and traditional.bin, the two data files of the search engine.

    pip install pypinyin==0.55.0 opencc-python-reimplemented==0.1.7 jieba==0.42.1
    python3 crates/search/data/make_data.py crates/search/data

Sources: pypinyin and its pinyin-data and phrase-pinyin-data (MIT) for the readings;
OpenCC's TSCharacters (Apache-2.0) for traditional characters, jieba's word list (MIT) for which of them are common.

readings.bin, all of it indexed by the order of GB 2312 (rows 0xB0-0xD7, then 0xD8-0xF7):
    u8 n lo, u8 n hi, then three streams of n bytes: initial, final and length of a run.
        The first level of GB 2312 (3,755 characters) is ordered by sound, so runs are enough.
    u8 k lo, u8 k hi, then three streams of k bytes: the characters of the second level, which is
        ordered by radical, as distance from the one before (the first from the level's start),
        initial and final. Those left out have no reading.
    u8 m lo, u8 m hi, then four streams of m bytes: the further readings of polyphones,
        as distance from the previous character (lo, hi), initial, final.
traditional.bin: u8 n lo, u8 n hi, then four streams of n bytes, ordered by the traditional
    character: distance from the previous one (lo, hi; the first from U+4E00), and the place
    of the simplified character in GB 2312 (lo, hi).
"""
import os
import sys
from collections import Counter

import jieba
import opencc
from pypinyin.constants import PINYIN_DICT, PHRASES_DICT
from pypinyin.contrib.tone_convert import to_normal

# The order of both lists is the numbering used by src/pinyin/syllable.rs.
INITIALS = " b p m f d t n l g k h j q x zh ch sh r z c s y w".split(" ")
FINALS = ("a o e ai ei ao ou an en ang eng ong i ia ie iao iu ian in iang ing iong "
          "u ua uo uai ui uan un uang v ue er").split(" ")
LEVEL_1, LEVEL_2 = 3755, 3008
# So many characters of the second level have a reading, the most frequent ones: the others are fewer
# than two in a thousand characters of running text, and would cost twice the bytes again.
SECOND = 800
# So many traditional characters, the most frequent ones: they make out 99 % of those in running text.
TRADITIONAL = 800

# Everyday readings that the phrases hold too rarely to be counted.
SPOKEN = {"地": "de", "落": "la", "单": "chan"}


def spell(reading):
    return to_normal(reading, v_to_u=False).replace("ü", "v").replace("ve", "ue")


def split(syllable):
    for initial in sorted(INITIALS, key=len, reverse=True):
        if initial and syllable.startswith(initial) and syllable[len(initial):] in FINALS:
            return INITIALS.index(initial), FINALS.index(syllable[len(initial):])
    return (0, FINALS.index(syllable)) if syllable in FINALS else None


def gb2312():
    """The characters of both levels in code order."""
    out = []
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                out.append(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                pass
    assert len(out) == LEVEL_1 + LEVEL_2
    return out


def readings(char):
    """All toneless readings, the usual one first."""
    seen = []
    for tone in PINYIN_DICT[ord(char)].split(","):
        syllable = spell(tone)
        if split(syllable) and syllable not in seen:
            seen.append(syllable)
    return seen or ["en"]  # the hummed ones, such as 嗯


def phrase_counts():
    """How often each (character, syllable) stands in the phrases: what separates living readings from dead ones."""
    counts = Counter()
    for phrase, tones in PHRASES_DICT.items():
        if len(phrase) == len(tones):
            for char, tone in zip(phrase, tones):
                counts[char, spell(tone[0])] += 1
    return counts


def character_counts():
    """How often each character stands in jieba's words."""
    counts = Counter()
    with open(os.path.join(os.path.dirname(jieba.__file__), "dict.txt"), encoding="utf-8") as words:
        for line in words:
            word, count, _ = line.split(" ")
            for char in word:
                counts[char] += int(count)
    return counts


def ordered(chars):
    """One reading per character such that they never fall: the order GB 2312 has them in."""
    names = sorted({r for c in chars for r in readings(c)})
    rank = {s: i for i, s in enumerate(names)}
    # Fewest characters whose reading is not among their own; best[i] = (cost, path link) ending in name i.
    best = [0] * len(names)
    back = []
    for char in chars:
        own = {rank[r] for r in readings(char)}
        step, low, at = [], None, 0
        for i in range(len(names)):
            if low is None or best[i] < low:
                low, at = best[i], i
            step.append((low + (i not in own), at))
        best = [cost for cost, _ in step]
        back.append([link for _, link in step])
    at = min(range(len(names)), key=lambda i: best[i])
    print("first level: characters out of order:", best[at])
    path = []
    for links in reversed(back):
        path.append(names[at])
        at = links[at]
    return path[::-1]


def main(folder):
    chars = gb2312()
    first = ordered(chars[:LEVEL_1])
    common = character_counts()
    kept = sorted(range(LEVEL_1, LEVEL_1 + LEVEL_2), key=lambda i: -common[chars[i]])[:SECOND]
    second = {i: readings(chars[i])[0] for i in sorted(kept)}
    runs = []
    for syllable in first:
        if runs and runs[-1][0] == syllable:
            runs[-1][1] += 1
        else:
            runs.append([syllable, 1])
    counts = phrase_counts()
    further = []
    for i, given in [*enumerate(first), *second.items()]:
        char = chars[i]
        total = sum(counts[char, r] for r in readings(char))
        usual = readings(char)[0]
        for r in readings(char):
            # A further reading is worth two or three bytes when it is the usual one, or lives in enough phrases.
            enough = counts[char, r] >= 4 and counts[char, r] * 80 >= total
            if r != given and (r == usual or (enough and i < LEVEL_1)):
                further.append((i, r))
        if char in SPOKEN:
            further.append((i, SPOKEN[char]))
    out = bytearray()
    out += len(runs).to_bytes(2, "little")
    out += bytes(split(s)[0] for s, _ in runs) + bytes(split(s)[1] for s, _ in runs) + bytes(n for _, n in runs)
    out += len(second).to_bytes(2, "little") + bytes(b - a for a, b in zip([LEVEL_1, *second], second))
    out += bytes(split(s)[0] for s in second.values()) + bytes(split(s)[1] for s in second.values())
    out += len(further).to_bytes(2, "little")
    steps = [b - a for (a, _), (b, _) in zip([(0, "")] + further, further)]
    out += bytes(s & 255 for s in steps) + bytes(s >> 8 for s in steps)
    out += bytes(split(r)[0] for _, r in further) + bytes(split(r)[1] for _, r in further)
    open(os.path.join(folder, "readings.bin"), "wb").write(out)
    print("runs", len(runs), "further readings", len(further), "bytes", len(out))

    place = {c: i for i, c in enumerate(chars)}
    pairs = []
    source = os.path.join(os.path.dirname(opencc.__file__), "dictionary", "TSCharacters.txt")
    for line in open(source, encoding="utf-8"):
        old, new = line.strip().split("\t")
        new = new.split(" ")[0]
        try:
            usual = old.encode("big5") < b"\xc9"  # Big5's first level: the 5,401 common characters
        except UnicodeEncodeError:
            continue
        if old != new and old not in place and place.get(new, LEVEL_1) < LEVEL_1 and usual:
            pairs.append((ord(old) - 0x4E00, place[new]))
    pairs.sort(key=lambda pair: -common[chars[pair[1]]])
    del pairs[TRADITIONAL:]
    pairs.sort()
    steps = [b - a for (a, _), (b, _) in zip([(0, 0)] + pairs, pairs)]
    out = bytearray(len(pairs).to_bytes(2, "little"))
    out += bytes(s & 255 for s in steps) + bytes(s >> 8 for s in steps)
    out += bytes(p & 255 for _, p in pairs) + bytes(p >> 8 for _, p in pairs)
    open(os.path.join(folder, "traditional.bin"), "wb").write(out)
    print("traditional", len(pairs), "bytes", len(out))


main(sys.argv[1])
