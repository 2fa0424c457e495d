import { config } from 'zod';

// The page's policy forbids making code from text; without this each load would try, and be told so.
config({ jitless: true });
