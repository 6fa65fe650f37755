// A plugin: copy it to ~/.ocode/plugins/ (or to .ocode/plugins/ of a project you trust).
export default (ocode) => ({
  name: 'words',
  tools: [
    ocode.defineTool({
      name: 'word_count',
      description: 'Count lines, words and characters of a text file.',
      input: ocode.z.object({ path: ocode.z.string().min(1) }),
      set: 'plugin',
      kind: 'read',
      argAliases: { file: 'path' },
      // What the call touches. The judge decides from this; without it every call is asked about.
      access: ({ path }) => [{ kind: 'read', path }],
      async run({ path }, context) {
        // Files only through context.files: it checks the path, and sees the changes of a dry run.
        const content = await context.files.read(context.files.resolve(path, 'read'));
        if (content.includes(0)) throw new ocode.ToolError('failed', `${path} is not text`);
        const text = content.toString('utf8');
        const count = { lines: text.split('\n').length - 1, words: text.split(/\s+/).filter(Boolean).length, characters: [...text].length };
        return { text: `${count.lines} lines, ${count.words} words, ${count.characters} characters`, data: count };
      },
    }),
  ],
});
