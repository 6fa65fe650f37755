import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import { defineTool } from '../../contract/tool.js';
import { checkUrl, type HttpPorts, httpGet, PUBLIC_ONLY } from './http-get.js';
import { pageText } from './page-text.js';

const LIMITS = { maxBytes: 5_000_000, timeout: 30_000, maxRedirects: 5 };

/** `fetch`: one public page as text. Off unless the settings enable it; what comes back is marked as untrusted. */
export function createFetchTool(ports: HttpPorts = PUBLIC_ONLY) {
  return defineTool({
    name: 'fetch',
    description: 'Read a public web page as text.',
    input: () => z.object({ url: z.string().min(1), start: z.int().min(0).default(0).describe('character to start at') }),
    set: 'web',
    kind: 'fetch',
    concurrent: true,
    aliases: ['curl', 'web_fetch', 'http_get', 'fetch_url', 'browse'],
    argAliases: { uri: 'url', link: 'url', address: 'url', offset: 'start' },
    access: ({ url }) => [{ kind: 'fetch', url }],
    async run({ url: written, start }, context) {
      if (!context.settings.allowFetch)
        throw new ToolError('denied', 'fetch is switched off. A person can allow it: ocode permissions allow "fetch(https://example.org/*)".');
      if (!URL.canParse(written)) throw new ToolError('invalid_args', `"${written}" is not an address; write it whole: https://example.org/page`);
      const url = new URL(written);
      checkUrl(url);
      const timeout = Math.min(LIMITS.timeout, context.settings.timeout * 1000);
      const page = await httpGet(url, { ...LIMITS, timeout }, context.signal, ports);
      if (page.status >= 400) throw new ToolError(page.status === 404 || page.status === 410 ? 'not_found' : 'failed', `${page.url} answered ${page.status}.`);
      const text = await pageText(page);
      const room = Math.max(500, context.budget - 400);
      const part = text.slice(start, start + room);
      const left = text.length - start - part.length;
      const notes = [
        left > 0 ? `… ${left} more characters (use start: ${start + part.length})` : '',
        page.cut ? `(the page is larger than ${LIMITS.maxBytes} bytes; the rest was not read)` : '',
      ];
      return {
        text: [part || '(the page has no text)', ...notes].filter((each) => each !== '').join('\n'),
        data: { url: page.url, status: page.status, type: page.type, characters: text.length },
        untrusted: page.url,
      };
    },
  });
}

export const fetchTool = createFetchTool();
