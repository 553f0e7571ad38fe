"""Makes soft-labels.txt: fine-tunes sentence-embedding models on the labelled rows and writes what they make of each (NOTE.md).

Usage: make_soft_labels.py OUT en=MODEL zh=MODEL ROWS.jsonl...

A MODEL is a folder with model.onnx (a BERT with its weights in full precision) and tokenizer.json, and judges the rows of its
language; one whose name begins with "bge" reads the first token, others the mean of all. Rows of route-train.jsonl are judged
only, not learnt from: their labels are less clean, so they are told anew.
Needs torch, onnx and tokenizers; half an hour on two cores that compute in bfloat16, an hour and a half on others.
"""

import hashlib
import json
import random
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from tokenizers import Tokenizer
from torch import nn

LABELS = ["general", "code", "math", "translate", "structured"]
RATES = {"en": 1e-4, "zh": 1.5e-4}
SEED, BATCH, WARM_UP, SMOOTHING, DROPOUT = 0, 48, 0.06, 0.05, 0.1
# Requests stand at the beginning or the end: of longer texts so much is read, first in characters, then in tokens.
HEAD_CHARS, TAIL_CHARS, HEAD_TOKENS, TAIL_TOKENS = 800, 400, 58, 38
HEAD_SIZES = {384: 32, 512: 64}  # by the width of the model
KEY_DIGITS = 12
ONLY_JUDGED = "route-train.jsonl"


PARTS = [f"attention.self.{part}" for part in ("query", "key", "value")]
PARTS += ["attention.output.dense", "intermediate.dense", "output.dense"]


class Layer(nn.Module):
    def __init__(self, take, matrix, number):
        super().__init__()
        prefix = f".layer.{number}."
        matrices = [matrix(f"/layer.{number}/{part.replace('.', '/')}/MatMul") for part in PARTS]
        self.linear = nn.ModuleList(linear(m, take(f"{prefix}{part}.bias")) for m, part in zip(matrices, PARTS))
        self.norms = nn.ModuleList(norm(take, f"{prefix}{n}.LayerNorm") for n in ("attention.output", "output"))
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x, mask):
        query, key, value, mix, widen, narrow = self.linear
        heads = lambda y: y.view(*x.shape[:2], -1, HEAD_SIZES[x.shape[2]]).transpose(1, 2)
        seen = F.scaled_dot_product_attention(heads(query(x)), heads(key(x)), heads(value(x)), attn_mask=mask)
        x = self.norms[0](x + self.dropout(mix(seen.transpose(1, 2).reshape(x.shape))))
        return self.norms[1](x + self.dropout(narrow(F.gelu(widen(x)))))


class Teacher(nn.Module):
    """A BERT read from ONNX, where a matrix has no name but that of the node that multiplies by it, with a head for the labels."""

    def __init__(self, folder):
        super().__init__()
        graph = onnx.load(folder / "model.onnx").graph
        values = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
        take = lambda end: tensor(next(v for name, v in values.items() if name.endswith(end)))
        products = {node.name: node.input[1] for node in graph.node if node.op_type == "MatMul"}
        matrix = lambda end: values[next(value for name, value in products.items() if name.endswith(end))]
        count = sum(name.endswith("attention.self.query.bias") for name in values)
        words = take("word_embeddings.weight")
        self.words = nn.Embedding.from_pretrained(words, freeze=False)
        places = take("position_embeddings.weight") + take("token_type_embeddings.weight")[0]
        self.places = nn.Embedding.from_pretrained(places, freeze=False)
        self.norm = norm(take, "embeddings.LayerNorm")
        self.layers = nn.ModuleList(Layer(take, matrix, i) for i in range(count))
        self.dropout = nn.Dropout(DROPOUT)
        self.out = nn.Linear(words.shape[1], len(LABELS))
        self.first_token = folder.name.startswith("bge")

    def forward(self, ids, mask):
        x = self.norm(self.words(ids) + self.places(torch.arange(ids.shape[1])))
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :].bool())
        x = x[:, 0] if self.first_token else (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return self.out(self.dropout(x))


def tensor(array):
    return torch.tensor(np.array(array, dtype=np.float32))


def linear(matrix, bias):
    made = nn.Linear(*matrix.shape)
    made.weight.data, made.bias.data = tensor(matrix.T), bias
    return made


def norm(take, name):
    weight = take(f"{name}.weight")
    made = nn.LayerNorm(len(weight), 1e-12)
    made.weight.data, made.bias.data = weight, take(f"{name}.bias")
    return made


def read(paths, language):
    rows = []
    for path in sorted(map(Path, paths)):
        for line in filter(str.strip, path.read_text(encoding="utf-8-sig").split("\n")):
            row = json.loads(line)
            if row.get("ambiguous") or row.get("lang") != language:
                continue
            # Half a surrogate pair is U+FFFD, as it is where the keys are compared.
            text = row["text"].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            rows.append((text, LABELS.index(row["label"]), path.name != ONLY_JUDGED))
    return rows


def encode(tokenizer, text):
    if len(text) > HEAD_CHARS + TAIL_CHARS:
        text = f"{text[:HEAD_CHARS]} {text[-TAIL_CHARS:]}"
    ids = tokenizer.encode(text).ids
    return ids if len(ids) <= HEAD_TOKENS + TAIL_TOKENS else ids[:HEAD_TOKENS] + ids[-TAIL_TOKENS:]


def pad(batch):
    longest = max(map(len, batch))
    ids, mask = torch.zeros(len(batch), longest, dtype=torch.long), torch.zeros(len(batch), longest)
    for i, one in enumerate(batch):
        ids[i, : len(one)] = torch.tensor(one)
        mask[i, : len(one)] = 1
    return ids, mask


def has_bfloat16():
    return torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()


def logits(teacher, batch):
    # On a processor that can't, bfloat16 was twenty times slower than full precision.
    with torch.autocast("cpu", torch.bfloat16, enabled=has_bfloat16()):
        return teacher(*pad(batch)).float()


def fit(teacher, examples, top_rate):
    """One pass over the examples, `(ids, label)`: what is seen twice is learnt by heart."""
    parameters = list(teacher.parameters())
    groups = [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": 0.01},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, lr=top_rate, betas=(0.9, 0.98), eps=1e-6)
    random.shuffle(examples)
    chunk = BATCH * 50  # texts of like length are padded less
    sorted_ = [sorted(examples[i : i + chunk], key=lambda e: len(e[0])) for i in range(0, len(examples), chunk)]
    batches = [part[i : i + BATCH] for part in sorted_ for i in range(0, len(part), BATCH)]
    random.shuffle(batches)
    teacher.train()
    for step, batch in enumerate(batches):
        rate = top_rate * min(1, (step + 1) / (WARM_UP * len(batches))) * (1 - step / len(batches))
        for group in optimiser.param_groups:
            group["lr"] = rate
        truth = torch.tensor([e[1] for e in batch])
        loss = F.cross_entropy(logits(teacher, [e[0] for e in batch]), truth, label_smoothing=SMOOTHING)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        if step % 100 == 0:
            print(step, "of", len(batches), flush=True)


def judge(teacher, texts):
    teacher.eval()
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    found = torch.zeros(len(texts), len(LABELS))
    with torch.no_grad():
        for start in range(0, len(order), 64):
            part = order[start : start + 64]
            found[part] = logits(teacher, [texts[i] for i in part]).softmax(-1)
    return found


def main(out, *arguments):
    models = dict(one.split("=") for one in arguments if "=" in one)
    paths = [one for one in arguments if "=" not in one]
    lines = {}
    for language, folder in ((language, Path(model)) for language, model in models.items()):
        torch.manual_seed(SEED)
        random.seed(SEED)
        rows = read(paths, language)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        texts = [encode(tokenizer, text) for text, _, _ in rows]
        teacher = Teacher(folder)
        fit(teacher, [(ids, label) for ids, (_, label, is_learnt) in zip(texts, rows) if is_learnt], RATES[language])
        for (text, _, _), says in zip(rows, judge(teacher, texts).tolist()):
            key = hashlib.sha256(text.encode()).hexdigest()[:KEY_DIGITS]
            lines[key] = " ".join([key, *(str(round(100 * probability)) for probability in says)])
    Path(out).write_text("".join(f"{lines[key]}\n" for key in sorted(lines)), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
