/** The two kinds of error and no third. Anything else is a bug. */

const TOOL_ERROR_CODES = [
  'unknown_tool',
  'invalid_args',
  'denied',
  'rejected',
  'outside_workspace',
  'not_found',
  'no_match',
  'ambiguous_match',
  'overlapping_edits',
  'stale_file',
  'elided_content',
  'timeout',
  'cancelled',
  'failed',
] as const;
export type ToolErrorCode = (typeof TOOL_ERROR_CODES)[number];

/** Result subtypes and their exit codes (SPEC part 2). */
export const EXIT_CODES = {
  success: 0,
  error_internal: 1,
  error_usage: 2,
  error_config: 3,
  error_model_unreachable: 4,
  error_model_not_found: 5,
  error_model_response: 6,
  error_max_turns: 7,
  error_max_tool_calls: 7,
  error_timeout: 7,
  error_max_tokens: 7,
  error_loop: 7,
  error_permission_denied: 8,
  error_structured_output: 9,
  error_session: 10,
  error_interrupted: 130,
} as const;
export type Subtype = keyof typeof EXIT_CODES;

/** Exit codes of a run that a signal ended, as shells count them: 128 and its number. */
const SIGNAL_EXITS: Readonly<Record<string, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Of the signal named, else that of `error_interrupted`. */
export function signalExit(signal: unknown): number {
  return SIGNAL_EXITS[String(signal)] ?? EXIT_CODES.error_interrupted;
}

/** Error codes of a run and the subtype each belongs to. */
const SUBTYPE_OF = {
  internal: 'error_internal',
  usage: 'error_usage',
  config: 'error_config',
  model_unreachable: 'error_model_unreachable',
  unauthorized: 'error_model_unreachable',
  server_error: 'error_model_unreachable',
  offline: 'error_model_unreachable',
  model_not_found: 'error_model_not_found',
  model_unsuitable: 'error_model_not_found',
  cloud_model: 'error_model_not_found',
  model_response: 'error_model_response',
  bad_request: 'error_model_response',
  context_overflow: 'error_model_response',
  malformed_call: 'error_model_response',
  stream_lost: 'error_model_response',
  stream_error: 'error_model_response',
  max_turns: 'error_max_turns',
  max_tool_calls: 'error_max_tool_calls',
  timeout: 'error_timeout',
  max_tokens: 'error_max_tokens',
  loop: 'error_loop',
  permission_denied: 'error_permission_denied',
  structured_output: 'error_structured_output',
  session: 'error_session',
  interrupted: 'error_interrupted',
} as const satisfies Record<string, Subtype>;
export type ErrorCode = keyof typeof SUBTYPE_OF;

export function subtypeOf(code: ErrorCode): Subtype {
  return SUBTYPE_OF[code];
}

const TOOL_ERROR = Symbol.for('ocode.ToolError');
const OCODE_ERROR = Symbol.for('ocode.OCodeError');

/** An expected failure of a tool: the model reads `message` and may try again. `data` is for programs. */
export class ToolError extends Error {
  readonly [TOOL_ERROR] = true;
  constructor(
    readonly code: ToolErrorCode,
    message: string,
    readonly data?: unknown,
  ) {
    super(message);
    this.name = 'ToolError';
  }
}

export interface OCodeErrorOptions {
  /** What the person can do about it. */
  hint?: string;
  cause?: unknown;
  /** The same request may succeed when it is sent again. */
  retryable?: boolean;
  details?: Record<string, unknown>;
}

/** The run cannot go on. */
export class OCodeError extends Error {
  readonly [OCODE_ERROR] = true;
  readonly hint: string | undefined;
  readonly retryable: boolean;
  readonly details: Record<string, unknown>;
  constructor(
    readonly code: ErrorCode,
    message: string,
    options: OCodeErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'OCodeError';
    this.hint = options.hint;
    this.retryable = options.retryable ?? false;
    this.details = options.details ?? {};
  }
}

/** By symbol, not `instanceof`: plugins may carry their own copy of these classes. */
export function isToolError(value: unknown): value is ToolError {
  return typeof value === 'object' && value !== null && TOOL_ERROR in value;
}

export function isOCodeError(value: unknown): value is OCodeError {
  return typeof value === 'object' && value !== null && OCODE_ERROR in value;
}
