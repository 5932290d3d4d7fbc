import { serve } from './platform/node/serve.ts';

serve();
