#!/usr/bin/env bash
# The general expert on one card of 24 GB (vLLM 0.29 or newer). VLLM_API_KEY must be set; only loopback is served,
# since vLLM's key does not guard every route.
set -euo pipefail
: "${VLLM_API_KEY:?set VLLM_API_KEY to a long random key}"

exec vllm serve Qwen/Qwen2.5-7B-Instruct-AWQ \
  --served-model-name qwen2.5-7b-instruct \
  --host 127.0.0.1 --port "${PORT:-8000}" \
  --max-model-len 32768 \
  --max-num-queued-reqs 64 \
  --enable-prompt-tokens-details
