/** What a program of the infrastructure gets to see: nothing of the operator's settings and secrets. */
export function plainEnvironment(settings: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { PATH: settings.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}
