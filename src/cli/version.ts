/** Put in by the build; from source there is none. */
export function cliVersion(): string {
  return process.env.OCODE_VERSION ?? '0.0.0-source';
}
