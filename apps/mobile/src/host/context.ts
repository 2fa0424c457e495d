import { createContext, useContext } from 'react';
import type { HostApp } from './open-host.ts';

export const HostContext = createContext<HostApp | undefined>(undefined);

/** The page or application around this app, if there is one. */
export const useHost = () => useContext(HostContext);
