; Declarations
(class name: [(constant) @name (scope_resolution name: (constant) @name)] body: (body_statement)? @body) @symbol.class
(module name: [(constant) @name (scope_resolution name: (constant) @name)] body: (body_statement)? @body) @symbol.module
(method name: (_) @name body: (_)? @body) @symbol.method
(singleton_method name: (_) @name body: (_)? @body) @symbol.method
(alias name: (_) @name) @symbol.method
(assignment left: [(constant) @name (scope_resolution name: (constant) @name)]) @symbol.constant

; Imports
(call method: (identifier) @_method arguments: (argument_list . (string)) (#match? @_method "^(?:require|require_relative|load)$")) @import

; Not code
(comment) @comment
[(string_content) (heredoc_content) (escape_sequence) (character) (heredoc_beginning) (heredoc_end) (uninterpreted)] @text

; Complexity
[(if) (unless) (while) (until) (for)] @decision.nest
[(elsif) (when) (in_clause) (rescue) (conditional) (if_modifier) (unless_modifier) (while_modifier) (until_modifier) (rescue_modifier)] @decision
(binary operator: ["&&" "||" "and" "or"] @decision)
[(case) (case_match) (begin)] @nest
