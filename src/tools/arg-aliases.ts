/** Other names of arguments that several tools share: alias -> argument. Case, `_` and `-` do not matter. */

export const PATH_ALIASES: Readonly<Record<string, string>> = {
  file_path: 'path',
  filename: 'path',
  file_name: 'path',
  file: 'path',
  target_file: 'path',
  directory: 'path',
  dir: 'path',
  folder: 'path',
  absolute_path: 'path',
};

export const LINE_ALIASES: Readonly<Record<string, string>> = {
  start: 'start_line',
  end: 'end_line',
  from_line: 'start_line',
  to_line: 'end_line',
  line_start: 'start_line',
  line_end: 'end_line',
};

export const CONTENT_ALIASES: Readonly<Record<string, string>> = {
  contents: 'content',
  text: 'content',
  file_text: 'content',
  file_content: 'content',
};
