/** As arguments of `postgres`. What makes commits durable stays as Postgres has it: on. */
export function serverSettings(place: Record<string, string | number>): string[] {
  const settings = { ...place, max_connections: 100, timezone: 'UTC', log_timezone: 'UTC' };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
