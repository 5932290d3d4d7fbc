mod tally;

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

fn answer(path: &str) -> String {
    match path {
        "/health" => "ok\n".to_string(),
        _ => tally::letters(path).iter().map(|(letter, count)| format!("{letter} {count}\n")).collect(),
    }
}

fn serve(mut stream: TcpStream) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    while let Some(line) = lines.next() {
        if line?.is_empty() {
            break;
        }
    }
    let body = answer(first.split(' ').nth(1).unwrap_or("/"));
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn main() -> std::io::Result<()> {
    let port = std::env::var("PORT").ok().and_then(|each| each.parse().ok()).unwrap_or(8086);
    for stream in TcpListener::bind(("0.0.0.0", port))?.incoming() {
        if let Err(error) = serve(stream?) {
            eprintln!("{error}");
        }
    }
    Ok(())
}
