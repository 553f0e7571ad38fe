import { writeFileSync } from 'node:fs';

/**
 * A GGUF file with random weights: the llama architecture, a byte-level vocabulary with ChatML's specials, under
 * half a megabyte. It talks nonsense, but through the real llama.cpp. Format: ggml's docs/gguf.md, version 3.
 */
export interface TinyModelOptions {
  readonly seed?: number;
  readonly contextLength?: number;
}

const EMBEDDING = 64;
const FEED_FORWARD = 128;
const LAYERS = 2;
const HEADS = 4;
const ALIGNMENT = 32;
/** How much likelier a printable character is than anything else. */
const PRINTABLE_BIAS = 4;

const SPECIALS = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'] as const;
const CHAT_TEMPLATE =
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

export function writeTinyGguf(path: string, options: TinyModelOptions = {}): void {
  writeFileSync(path, tinyGguf(options));
}

export function tinyGguf({ seed = 1, contextLength = 1024 }: TinyModelOptions = {}): Buffer {
  const tokens = [...byteTokens(), ...SPECIALS];
  const tensors = makeTensors(tokens, random(seed));
  const metadata = makeMetadata(tokens, contextLength);
  const header = [
    Buffer.from('GGUF'),
    u32(3),
    u64(tensors.length),
    u64(metadata.length),
    ...metadata,
    ...tensorInfos(tensors),
  ];
  const head = Buffer.concat(header);
  return Buffer.concat([pad(head), ...tensors.map(({ data }) => pad(Buffer.from(data.buffer)))]);
}

/** GPT-2's letters for the 256 bytes: printable ones stand for themselves, the others for U+0100 and on. */
function byteTokens(): string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isPlain(byte) ? byte : next++));
}

function isPlain(byte: number): boolean {
  return (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
}

function makeMetadata(tokens: string[], contextLength: number): Buffer[] {
  const special = tokens.length - SPECIALS.length;
  const TYPE_NORMAL = 1;
  const TYPE_CONTROL = 3;
  return [
    text('general.architecture', 'llama'),
    text('general.name', 'Tiny'),
    uint('general.alignment', ALIGNMENT),
    uint('general.file_type', 0),
    uint('llama.block_count', LAYERS),
    uint('llama.context_length', contextLength),
    uint('llama.embedding_length', EMBEDDING),
    uint('llama.feed_forward_length', FEED_FORWARD),
    uint('llama.attention.head_count', HEADS),
    uint('llama.attention.head_count_kv', HEADS),
    uint('llama.rope.dimension_count', EMBEDDING / HEADS),
    uint('llama.vocab_size', tokens.length),
    entry('llama.attention.layer_norm_rms_epsilon', 6, f32(1e-5)),
    text('tokenizer.ggml.model', 'gpt2'),
    text('tokenizer.ggml.pre', 'gpt-2'),
    array('tokenizer.ggml.tokens', 8, tokens.map(string)),
    array(
      'tokenizer.ggml.token_type',
      5,
      tokens.map((_, id) => u32(id >= special ? TYPE_CONTROL : TYPE_NORMAL)),
    ),
    array('tokenizer.ggml.merges', 8, [string('t h')]),
    uint('tokenizer.ggml.bos_token_id', special),
    uint('tokenizer.ggml.eos_token_id', special + 2),
    entry('tokenizer.ggml.add_bos_token', 7, Buffer.from([0])),
    text('tokenizer.chat_template', CHAT_TEMPLATE),
  ];
}

interface Tensor {
  readonly name: string;
  readonly dimensions: readonly number[];
  readonly data: Float32Array;
}

/**
 * Dimension 0 carries a constant through all layers (nothing is ever added to it), so that the output weights of
 * dimension 0 are a bias per token.
 */
function makeTensors(tokens: string[], next: () => number): Tensor[] {
  const matrix = (
    name: string,
    columns: number,
    rows: number,
    scale: number,
    keepsFirstRow = true,
  ): Tensor => {
    const data = Float32Array.from({ length: columns * rows }, () => (next() * 2 - 1) * scale);
    if (!keepsFirstRow) data.fill(0, 0, columns);
    return { name, dimensions: [columns, rows], data };
  };
  const ones = (name: string): Tensor => ({
    name,
    dimensions: [EMBEDDING],
    data: new Float32Array(EMBEDDING).fill(1),
  });
  const embeddings = matrix('token_embd.weight', EMBEDDING, tokens.length, 1);
  const output = matrix('output.weight', EMBEDDING, tokens.length, 1);
  tokens.forEach((token, id) => {
    embeddings.data[id * EMBEDDING] = 1;
    output.data[id * EMBEDDING] = /^[ -~]$/.test(token) ? PRINTABLE_BIAS : -PRINTABLE_BIAS;
  });
  const layers = Array.from({ length: LAYERS }, (_, layer) => {
    const block = `blk.${layer}`;
    return [
      ones(`${block}.attn_norm.weight`),
      matrix(`${block}.attn_q.weight`, EMBEDDING, EMBEDDING, 0.3),
      matrix(`${block}.attn_k.weight`, EMBEDDING, EMBEDDING, 0.3),
      matrix(`${block}.attn_v.weight`, EMBEDDING, EMBEDDING, 0.3),
      matrix(`${block}.attn_output.weight`, EMBEDDING, EMBEDDING, 0.3, false),
      ones(`${block}.ffn_norm.weight`),
      matrix(`${block}.ffn_gate.weight`, EMBEDDING, FEED_FORWARD, 0.3),
      matrix(`${block}.ffn_up.weight`, EMBEDDING, FEED_FORWARD, 0.3),
      matrix(`${block}.ffn_down.weight`, FEED_FORWARD, EMBEDDING, 0.3, false),
    ];
  });
  return [embeddings, ...layers.flat(), ones('output_norm.weight'), output];
}

function tensorInfos(tensors: readonly Tensor[]): Buffer[] {
  const TYPE_F32 = 0;
  let offset = 0;
  return tensors.map(({ name, dimensions, data }) => {
    const info = [string(name), u32(dimensions.length), ...dimensions.map(u64), u32(TYPE_F32), u64(offset)];
    offset += Math.ceil(data.byteLength / ALIGNMENT) * ALIGNMENT;
    return Buffer.concat(info);
  });
}

/** mulberry32: the same numbers for the same seed everywhere. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pad(buffer: Buffer): Buffer {
  const missing = (ALIGNMENT - (buffer.length % ALIGNMENT)) % ALIGNMENT;
  return missing === 0 ? buffer : Buffer.concat([buffer, Buffer.alloc(missing)]);
}

function text(key: string, value: string): Buffer {
  return entry(key, 8, string(value));
}

function uint(key: string, value: number): Buffer {
  return entry(key, 4, u32(value));
}

function array(key: string, type: number, items: readonly Buffer[]): Buffer {
  return entry(key, 9, Buffer.concat([u32(type), u64(items.length), ...items]));
}

function entry(key: string, type: number, value: Buffer): Buffer {
  return Buffer.concat([string(key), u32(type), value]);
}

function string(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

function u64(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}

function f32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatLE(value);
  return buffer;
}
