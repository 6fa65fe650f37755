import type { AddClientAuthentication, OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import type { OAuthClientInformationMixed, OAuthClientMetadata, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';
import type { OAuthSettings } from './config.js';

/** How a key signs when nothing else is said. */
const USUAL_ALGORITHM = 'RS256';

/** A login without a person: the client itself is known to the login server (grant `client_credentials`). */
export async function createMachineLogin(settings: OAuthSettings): Promise<OAuthClientProvider> {
  if (!settings.private_key) return new MachineLogin(settings);
  const { createPrivateKeyJwtAuth } = await import('@modelcontextprotocol/sdk/client/auth-extensions.js');
  const client = settings.client_id ?? '';
  return new MachineLogin(
    settings,
    createPrivateKeyJwtAuth({ issuer: client, subject: client, privateKey: settings.private_key, alg: settings.algorithm ?? USUAL_ALGORITHM }),
  );
}

/** Tokens live as long as the run: the next one gets its own as easily. */
class MachineLogin implements OAuthClientProvider {
  private client: OAuthClientInformationMixed;
  private granted: OAuthTokens | undefined;

  constructor(
    private readonly settings: OAuthSettings,
    /** A signed assertion in place of a secret. */
    readonly addClientAuthentication?: AddClientAuthentication,
  ) {
    const { client_id = '', client_secret, issuer } = settings;
    this.client = { client_id, ...(client_secret ? { client_secret } : {}), ...(issuer ? { issuer } : {}) };
  }

  get redirectUrl(): undefined {
    return undefined;
  }

  get clientMetadata(): OAuthClientMetadata {
    const { scope } = this.settings;
    return {
      client_name: 'ocode',
      redirect_uris: [],
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: this.addClientAuthentication ? 'private_key_jwt' : 'client_secret_basic',
      ...(scope ? { scope } : {}),
    };
  }

  clientInformation(): OAuthClientInformationMixed {
    return this.client;
  }

  /** Binds the client to the login server that knew it: no other one gets its secret in this run. */
  saveClientInformation(client: OAuthClientInformationMixed): void {
    this.client = client;
  }

  tokens(): OAuthTokens | undefined {
    return this.granted;
  }

  saveTokens(tokens: OAuthTokens): void {
    this.granted = tokens;
  }

  prepareTokenRequest(scope?: string): URLSearchParams {
    return new URLSearchParams({ grant_type: 'client_credentials', ...(scope ? { scope } : {}) });
  }

  redirectToAuthorization(): void {
    throw new Error('it wants a person to log in, but its settings say client_credentials');
  }

  saveCodeVerifier(): void {}

  codeVerifier(): string {
    return '';
  }

  invalidateCredentials(): void {
    this.granted = undefined;
  }
}
