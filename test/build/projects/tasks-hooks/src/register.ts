process.title = 'tasks';
