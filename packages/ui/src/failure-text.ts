import type { CallFailure } from '@livechat/client/answer';
import type { TFunction } from 'i18next';

/** What went wrong, for a person. What the service says in its own words comes after what they can do. */
export function failureText(t: TFunction, { code, detail }: Pick<CallFailure, 'code' | 'detail'>): string {
  return t(`app:failure.${code}`, { defaultValue: detail });
}
