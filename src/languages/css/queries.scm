(rule_set (selectors (_) @name) (block) @body) @symbol.selector
(keyframes_statement (keyframes_name) @name (keyframe_block_list) @body) @symbol.selector
(declaration . (property_name) @name (#match? @name "^--")) @symbol.variable
(import_statement) @import
(comment) @comment
