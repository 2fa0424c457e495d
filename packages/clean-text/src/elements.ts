const names = (list: string): string[] => list.trim().split(/\s+/);

/** HTML elements, current and obsolete ones that a browser still knows (HTML Living Standard, sections 4 and 16.2). */
const html = names(`
  a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
  button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed
  fencedframe fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i
  iframe image img input ins isindex kbd keygen label legend li link listing main map mark marquee menu menuitem meta
  meter nav nobr noembed noframes noscript object ol optgroup option output p param picture plaintext portal pre
  progress q rb rp rt rtc ruby s samp script search section select selectedcontent slot small source span strike strong
  style sub summary sup table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp`);

/** SVG 2 and SVG 1.1 elements. */
const svg = names(`
  altglyph altglyphdef altglyphitem animate animatecolor animatemotion animatetransform circle clippath color-profile
  cursor defs desc discard ellipse feblend fecolormatrix fecomponenttransfer fecomposite feconvolvematrix
  fediffuselighting fedisplacementmap fedistantlight fedropshadow feflood fefunca fefuncb fefuncg fefuncr
  fegaussianblur feimage femerge femergenode femorphology feoffset fepointlight fespecularlighting fespotlight fetile
  feturbulence filter font-face font-face-format font-face-name font-face-src font-face-uri foreignobject g glyph
  glyphref handler hkern line lineargradient listener marker mask metadata missing-glyph mpath path pattern polygon
  polyline radialgradient rect set stop svg switch symbol text textpath tref tspan use view vkern`);

/** MathML Core elements, and the older presentation elements that browsers drew. */
const mathml = names(`
  annotation annotation-xml maction maligngroup malignmark math menclose merror mfenced mfrac mglyph mi mlabeledtr
  mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mscarries mscarry mspace msqrt mstyle msub
  msubsup msup mtable mtd mtext mtr munder munderover none semantics`);

/** Lower-case names of every element whose tags are taken out of a text. */
export const elements: ReadonlySet<string> = new Set([...html, ...svg, ...mathml]);

/** Elements whose content no reader was meant to see as text: it goes with the tags. */
export const hiddenContentElements: ReadonlySet<string> = new Set(
  names('iframe noembed noframes noscript script style template'),
);

/** Elements that hardly anybody names a type or a variable after: `text<br>text` is a tag where `Array<data>` is none. */
export const unmistakableElements: ReadonlySet<string> = new Set([
  ...hiddenContentElements,
  ...names('body br div embed font frame frameset hr html img input li marquee math plaintext svg td tr ul wbr xmp'),
]);
