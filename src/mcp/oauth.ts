import { randomBytes } from 'node:crypto';
import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import type { OAuthClientInformationMixed, OAuthClientMetadata, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';
import { z } from 'zod';
import type { OAuthSettings } from './config.js';
import { type Loopback, openLoopback } from './loopback.js';

/** Where logins are kept; values are JSON text, keys `mcp:<url>`. */
export interface TokenStore {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Shows the address to a person or opens a browser with it. Absent: nobody is there to log in. */
export type OpenBrowser = (address: string) => void | Promise<void>;

const savedShape = z.object({
  tokens: z.looseObject({ access_token: z.string(), token_type: z.string() }).optional(),
  client: z.looseObject({ client_id: z.string(), issuer: z.string().optional() }).optional(),
  /** Port of the redirect address the client was registered with. */
  port: z.number().int().optional(),
});
type Saved = z.output<typeof savedShape>;

/**
 * OAuth 2.1 with PKCE for one server: registration, a browser, and the answer on a loopback address (RFC 8252). The SDK
 * drives it; this class keeps the state. Logins belong to the address of the server, so another server under the same
 * name never gets them.
 */
export class Login implements OAuthClientProvider {
  private saved: Saved | undefined;
  private verifier = '';
  private readonly expectedState = randomBytes(16).toString('hex');
  private loopback: Loopback | undefined;

  constructor(
    private readonly url: string,
    private readonly store: TokenStore,
    private readonly open: OpenBrowser | undefined,
    private readonly settings: OAuthSettings = {},
  ) {}

  get clientMetadataUrl(): string | undefined {
    return this.settings.client_metadata_url;
  }

  /** Reads what is saved and, when somebody can log in, opens the loopback address. False: there is nothing to log in with. */
  async prepare(): Promise<boolean> {
    const saved = await this.read();
    if (!this.open) return saved.tokens !== undefined;
    this.loopback ??= await openLoopback(saved.port, this.expectedState);
    if (saved.client && saved.port !== this.loopback.port) {
      // The client was registered with a redirect address that is taken now.
      const { client: _, ...rest } = saved;
      await this.write(rest);
    }
    return true;
  }

  /** The code the browser came back with. Throws when the person refused, and when `signal` aborts. */
  async code(signal: AbortSignal): Promise<string> {
    if (!this.loopback) throw new Error('nobody is there to log in');
    return this.loopback.code(signal);
  }

  close(): void {
    this.loopback?.close();
    this.loopback = undefined;
  }

  get redirectUrl(): string {
    return this.loopback?.address ?? 'http://127.0.0.1/callback';
  }

  get clientMetadata(): OAuthClientMetadata {
    return {
      client_name: 'ocode',
      redirect_uris: [this.redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      ...(this.settings.scope ? { scope: this.settings.scope } : {}),
    };
  }

  state(): string {
    return this.expectedState;
  }

  async clientInformation(): Promise<OAuthClientInformationMixed | undefined> {
    const { client } = await this.read();
    const { client_id, client_secret, issuer = client?.client_id === client_id ? client?.issuer : undefined } = this.settings;
    if (client_id === undefined) return client as OAuthClientInformationMixed | undefined;
    return { client_id, ...(client_secret ? { client_secret } : {}), ...(issuer ? { issuer } : {}) };
  }

  async saveClientInformation(client: OAuthClientInformationMixed): Promise<void> {
    const saved = await this.read();
    // A secret of the settings stays there; that it belongs to this login server is remembered.
    const { client_secret: secret, ...kept } = client;
    const own = this.settings.client_id === undefined ? client : kept;
    await this.write({ ...saved, client: own, ...(this.loopback ? { port: this.loopback.port } : {}) });
  }

  async tokens(): Promise<OAuthTokens | undefined> {
    return (await this.read()).tokens as OAuthTokens | undefined;
  }

  async saveTokens(tokens: OAuthTokens): Promise<void> {
    await this.write({ ...(await this.read()), tokens });
  }

  async redirectToAuthorization(address: URL): Promise<void> {
    if (!this.open || !this.loopback) throw new Error('it wants a login');
    if (address.protocol !== 'https:' && address.protocol !== 'http:') throw new Error('the login address is not http(s)');
    this.loopback.expect();
    await this.open(address.href);
  }

  saveCodeVerifier(verifier: string): void {
    this.verifier = verifier;
  }

  codeVerifier(): string {
    return this.verifier;
  }

  async invalidateCredentials(scope: 'all' | 'client' | 'tokens' | 'verifier' | 'discovery'): Promise<void> {
    const { tokens, client, port } = await this.read();
    if (scope === 'all') await this.write({});
    if (scope === 'client') await this.write(tokens ? { tokens } : {});
    if (scope === 'tokens') await this.write({ ...(client ? { client } : {}), ...(port === undefined ? {} : { port }) });
    if (scope === 'verifier') this.verifier = '';
  }

  private async read(): Promise<Saved> {
    this.saved ??= parseSaved(await this.store.get(this.key));
    return this.saved;
  }

  private async write(saved: Saved): Promise<void> {
    this.saved = saved;
    if (saved.tokens || saved.client) await this.store.set(this.key, JSON.stringify(saved));
    else await this.store.delete(this.key);
  }

  private get key(): string {
    return `mcp:${this.url}`;
  }
}

/** Something else under our key counts as nothing. */
function parseSaved(text: string | undefined): Saved {
  if (text === undefined) return {};
  try {
    return savedShape.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
