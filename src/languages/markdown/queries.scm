(section . (atx_heading heading_content: (inline) @name) @head) @symbol.heading
(section . (setext_heading heading_content: (paragraph) @name) @head) @symbol.heading
(section (setext_heading heading_content: (paragraph) @name) @symbol.heading)
