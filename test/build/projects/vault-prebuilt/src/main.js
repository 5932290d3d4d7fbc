import { compareSync, hashSync } from '@node-rs/bcrypt';
import Koa from 'koa';

const stored = hashSync('open sesame', 4);
const app = new Koa();
app.use((context) => {
  if (context.path === '/livez') context.body = 'alive';
  else context.body = { opens: compareSync('open sesame', stored) };
});
app.listen(process.env.PORT ?? 3500);
