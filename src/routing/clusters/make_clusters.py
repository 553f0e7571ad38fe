"""Makes the Chinese and English words of clusters.txt; those of other languages were put in afterwards (see NOTE.md). Usage: make_clusters.py VOCAB.txt JIEBA_DICT.txt ENGLISH_MODEL CHINESE_MODEL ROWS.jsonl...

VOCAB.txt is the vocabulary of the English model, a word a line; a MODEL is a folder with model.onnx and tokenizer.json.
Needs numpy, scikit-learn, onnxruntime and tokenizers.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import onnxruntime
from sklearn.cluster import MiniBatchKMeans
from tokenizers import Tokenizer

FINE, COARSE = 2500, 250
CHINESE_WORDS = 30000
WORD = re.compile(r"[a-z_\u00c0-\u024f]+|[\u3400-\u9fff]")


def embed(words, folder, first_token):
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    session = onnxruntime.InferenceSession(folder / "model.onnx")
    inputs = {one.name for one in session.get_inputs()}
    encoded = [tokenizer.encode(word).ids for word in words]
    order = sorted(range(len(words)), key=lambda i: len(encoded[i]))
    vectors = {}
    for start in range(0, len(order), 64):
        batch = order[start : start + 64]
        longest = max(len(encoded[i]) for i in batch)
        ids = np.zeros((len(batch), longest), np.int64)
        mask = np.zeros_like(ids)
        for row, i in enumerate(batch):
            ids[row, : len(encoded[i])] = encoded[i]
            mask[row, : len(encoded[i])] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = session.run(None, {name: value for name, value in feed.items() if name in inputs})[0]
        pooled = hidden[:, 0] if first_token else (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        for i, vector in zip(batch, pooled / np.linalg.norm(pooled, axis=1, keepdims=True)):
            vectors[i] = vector
    return np.stack([vectors[i] for i in range(len(words))])


def cluster(words, vectors):
    fine = MiniBatchKMeans(FINE, random_state=0, batch_size=4096, n_init=1, max_iter=60).fit(vectors)
    coarse = MiniBatchKMeans(COARSE, random_state=0, batch_size=1024, n_init=3, max_iter=100)
    group = coarse.fit(fine.cluster_centers_).labels_
    lines = [[] for _ in range(FINE)]
    for word, label in zip(words, fine.labels_):
        lines[label].append(word)
    return [(int(group[label]), sorted(line)) for label, line in enumerate(lines) if line]


def main():
    vocabulary, dictionary, english_model, chinese_model, *rows = map(Path, sys.argv[1:])
    seen = Counter()
    for file in rows:
        for line in file.read_text("utf8").splitlines():
            if line.strip():
                seen.update(set(WORD.findall(json.loads(line)["text"].lower())))
    english = {word for word in vocabulary.read_text("utf8").split() if re.fullmatch("[a-z]{2,}", word)}
    english |= {word for word, count in seen.items() if count >= 2 and re.fullmatch("[a-z_]{2,20}", word)}
    listed = [line.split() for line in dictionary.read_text("utf8").splitlines()]
    chinese = [(word, int(count)) for word, count, *_ in listed if re.fullmatch("[\u4e00-\u9fff]{2,4}", word)]
    chinese = {word for word, _ in sorted(chinese, key=lambda one: -one[1])[:CHINESE_WORDS]}
    chinese |= {word for word in seen if re.fullmatch("[\u4e00-\u9fff]", word)}

    numbers = {}
    for language, words, model in (("en", sorted(english), english_model), ("zh", sorted(chinese), chinese_model)):
        for group, line in cluster(words, embed(words, model, first_token=language == "zh")):
            print(numbers.setdefault((language, group), len(numbers)), *line)


if __name__ == "__main__":
    main()
