import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { agoFormat, dateFormat } from './formats.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long ago, in the language of the console; exactly when it is pointed at. */
export function RelativeTime({ at }: { at: string }) {
  const { i18n } = useTranslation();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={exactTime(i18n.language, at)}>
      {relativeTime(i18n.language, at, now)}
    </time>
  );
}

export function relativeTime(language: string, at: string, now: number): string {
  const time = Date.parse(at);
  const agoMs = Math.max(0, now - time);
  const format = agoFormat(language);
  if (agoMs < minuteMs) return format.format(0, 'second');
  if (agoMs < hourMs) return format.format(-Math.floor(agoMs / minuteMs), 'minute');
  if (agoMs < dayMs) return format.format(-Math.floor(agoMs / hourMs), 'hour');
  if (agoMs < 7 * dayMs) return format.format(-Math.floor(agoMs / dayMs), 'day');
  return dateFormat(language, { dateStyle: 'short' }).format(time);
}

export function exactTime(language: string, at: string): string {
  return dateFormat(language, { dateStyle: 'full', timeStyle: 'short' }).format(Date.parse(at));
}
