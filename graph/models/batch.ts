// JSON batching: up to twenty requests in one POST to `/$batch`, each answered on its own.

/** More make Graph refuse the whole batch. */
export const BATCH_REQUESTS_MAX = 20;

export interface BatchRequest {
  /** Unique within the batch, letter case ignored. */
  id: string;
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Relative to the version root, with a leading slash. */
  url: string;
  headers?: Record<string, string>;
  body?: unknown;
  dependsOn?: string[];
}

export interface BatchAnswer {
  id: string;
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface BatchAnswers {
  responses: BatchAnswer[];
}
