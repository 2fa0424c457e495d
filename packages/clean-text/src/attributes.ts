const alternatives = (list: string): string => list.trim().split(/\s+/).join('|');

/** Attributes that mean something without a value (HTML Living Standard, "Attributes"). */
const booleans = alternatives(`
  allowfullscreen async autofocus autoplay checked controls default defer disabled formnovalidate hidden inert ismap
  itemscope loop multiple muted nomodule novalidate open playsinline readonly required reversed selected`);

/** Attributes of HTML and SVG by which a comparison cannot be mistaken for a tag when a value follows. */
const valued = alternatives(`
  on[a-z]+ (?:aria|data)-[a-z-]+ (?:xlink|xml|xmlns):[a-z]+ abbr accept action align alt attributename background begin
  bgcolor border by charset class code codebase color cols colspan content contenteditable coords d data datetime dir
  download enctype face fill for form formaction formmethod from height href hreflang http-equiv id integrity is label
  lang language list manifest max media method min name nonce pattern ping placeholder popover popovertarget poster
  preload rel role rows rowspan sandbox scope shape size sizes slot span src srcdoc srclang srcset start step stroke
  style summary tabindex target title to transform type usemap valign value values viewbox width wrap xmlns`);

/** Matches, where it is set to, an attribute without a value or a word with one. */
export const attributeHere = (): RegExp => new RegExp(`(?:${booleans})(?![\\w.:(-])|[\\w:-]+\\s*=(?!=)`, 'iy');

/** Finds a known attribute with a value, or a value in quotes that hides the `>` which would have ended the tag. */
export const attributeWithValue = (): RegExp =>
  new RegExp(`(?<![\\w.:-])(?:${valued})\\s*=(?!=)|(?<!=)=\\s*(?:"[^">]*>|'[^'>]*>)`, 'gi');
