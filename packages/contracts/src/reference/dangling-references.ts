/** The references within a document that lead nowhere. */
export function danglingReferences(document: object): string[] {
  const dangling: string[] = [];
  const walk = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    if ('$ref' in value && typeof value.$ref === 'string' && !leadsSomewhere(value.$ref, document)) {
      dangling.push(value.$ref);
    }
    for (const inner of Object.values(value)) walk(inner);
  };
  walk(document);
  return dangling;
}

function leadsSomewhere(reference: string, document: object): boolean {
  let place: unknown = document;
  for (const step of reference.replace(/^#\//, '').split('/')) {
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, step)) return false;
    place = Reflect.get(place, step);
  }
  return reference.startsWith('#/');
}
