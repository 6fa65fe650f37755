import type { JsonSchema } from '../contract/chat.js';

/**
 * What the model is shown of the arguments of the tools that every request offers. Made from their shapes by `npm run schemas`; do not edit.
 * Making it at each start would take 10 ms: zod, the shapes, their JSON Schema.
 */
// biome-ignore format: generated
export const CORE_PARAMETERS: Readonly<Record<string, JsonSchema>> = {
  "read": {
    "type": "object",
    "properties": {
      "path": {
        "type": "string"
      },
      "start_line": {
        "description": "negative: from the end",
        "type": "integer"
      },
      "end_line": {
        "type": "integer"
      }
    },
    "required": [
      "path"
    ]
  },
  "edit": {
    "type": "object",
    "properties": {
      "path": {
        "type": "string"
      },
      "edits": {
        "type": "array",
        "items": {
          "type": "object",
          "properties": {
            "old_text": {
              "type": "string"
            },
            "new_text": {
              "type": "string"
            },
            "all": {
              "type": "boolean"
            }
          },
          "required": [
            "old_text",
            "new_text"
          ]
        }
      }
    },
    "required": [
      "path",
      "edits"
    ]
  },
  "write": {
    "type": "object",
    "properties": {
      "path": {
        "type": "string"
      },
      "content": {
        "type": "string"
      }
    },
    "required": [
      "path",
      "content"
    ]
  },
  "ls": {
    "type": "object",
    "properties": {
      "path": {
        "type": "string"
      },
      "depth": {
        "type": "integer"
      }
    }
  },
  "glob": {
    "type": "object",
    "properties": {
      "pattern": {
        "type": "string"
      },
      "path": {
        "type": "string"
      }
    },
    "required": [
      "pattern"
    ]
  },
  "grep": {
    "type": "object",
    "properties": {
      "pattern": {
        "type": "string"
      },
      "path": {
        "type": "string"
      },
      "glob": {
        "description": "only these files",
        "type": "string"
      },
      "ignore_case": {
        "type": "boolean"
      },
      "literal": {
        "description": "pattern is plain text",
        "type": "boolean"
      },
      "context": {
        "description": "lines around",
        "type": "integer"
      }
    },
    "required": [
      "pattern"
    ]
  },
  "find_symbol": {
    "type": "object",
    "properties": {
      "name": {
        "type": "string"
      },
      "path": {
        "type": "string"
      }
    },
    "required": [
      "name"
    ]
  },
  "bash": {
    "type": "object",
    "properties": {
      "command": {
        "type": "string"
      },
      "timeout": {
        "type": "number"
      },
      "cwd": {
        "type": "string"
      }
    },
    "required": [
      "command"
    ]
  },
  "more_tools": {
    "type": "object",
    "properties": {
      "set": {
        "type": "string"
      }
    },
    "required": [
      "set"
    ]
  },
  "use_tool": {
    "type": "object",
    "properties": {
      "name": {
        "type": "string"
      },
      "args": {
        "type": "object"
      }
    },
    "required": [
      "name",
      "args"
    ]
  }
};
