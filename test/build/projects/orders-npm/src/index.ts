import { createApp } from './app';

const port = Number(process.env.PORT ?? 8080);
const server = createApp().listen(port, () => console.log(`orders listens on ${port}`));
process.on('SIGTERM', () => server.close());
