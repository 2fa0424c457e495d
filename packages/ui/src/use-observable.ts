import type { Observable } from '@livechat/client/observable';
import { useSyncExternalStore } from 'react';

/** The newest value; the screen is drawn again when it changes. */
export function useObservable<Value>(observable: Observable<Value>): Value {
  return useSyncExternalStore(observable.subscribe, observable.getSnapshot);
}
