"""Each thread counts its own part, the totals are added: no lock"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

TEXT = "the quick brown fox jumps over the lazy dog " * 500


def count_letters(part: str) -> Counter[str]:
    counted: Counter[str] = Counter()  # of this call alone
    for letter in part:
        counted[letter] += 1
    return counted


size = len(TEXT) // 4
parts = [TEXT[start : start + size] for start in range(0, len(TEXT), size)]
with ThreadPoolExecutor(max_workers=4) as pool:
    total = sum(pool.map(count_letters, parts), Counter[str]())
print("parts:", len(parts))
print("letters counted:", total.total(), "of", len(TEXT))
print("the letter o:", total["o"])
