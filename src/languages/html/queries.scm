(element . (start_tag (tag_name) @_tag) . (text) @name (#match? @_tag "^(?:[hH][1-6]|title)$")) @symbol.heading
(attribute (attribute_name) @_attribute (quoted_attribute_value (attribute_value) @name) (#eq? @_attribute "id")) @symbol.element
(start_tag (tag_name) @_tag (attribute (attribute_name) @_attribute) @import (#any-of? @_tag "script" "link") (#any-of? @_attribute "src" "href"))
(self_closing_tag (tag_name) @_tag (attribute (attribute_name) @_attribute) @import (#any-of? @_tag "script" "link") (#any-of? @_attribute "src" "href"))
(comment) @comment
