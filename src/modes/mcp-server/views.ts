import type { ResourceContent } from './resource-content.js';

/** A resource that is made when it is read: a view of the project. */
export interface View {
  uri: string;
  name: string;
  description: string;
  mimeType: string;
  read(signal: AbortSignal): Promise<{ text: string } | { blob: string }>;
}

/** Resources with something to fill in; `uriTemplate` by RFC 6570. */
export interface ViewTemplate {
  uriTemplate: string;
  name: string;
  description: string;
  mimeType: string;
  /** Undefined: there is nothing under these variables. */
  read(variables: Readonly<Record<string, string>>, signal: AbortSignal): Promise<{ text: string } | { blob: string } | undefined>;
}

/** What a view holds, as the protocol writes it. */
export function viewContent(uri: string, mimeType: string, content: { text: string } | { blob: string }): ResourceContent {
  return { uri, mimeType, ...content };
}
