; Declarations: the last label is the name, the one before it the owner
(config_file (body (block . (identifier) . (string_lit (template_literal) @owner) . (string_lit (template_literal) @name) . (block_start) @body) @symbol.resource))
(config_file (body (block . (identifier) . (string_lit (template_literal) @name) . (block_start) @body) @symbol.resource))
(config_file (body (block . (identifier) @name . (block_start) @body) @symbol.resource))
(config_file (body (attribute . (identifier) @name) @symbol.variable))
(config_file (body (block . (identifier) @_type (body (attribute . (identifier) @name) @symbol.variable)) (#eq? @_type "locals")))

; Imports
(config_file (body (block . (identifier) @_type (body (attribute . (identifier) @_key) @import)) (#eq? @_type "module") (#eq? @_key "source")))

; Not code
(comment) @comment
[(template_literal) (heredoc_identifier)] @text
