mod feed;

use tiny_http::{Header, Response, Server};

fn main() {
    let server = Server::http("0.0.0.0:8087").expect("port 8087 is taken");
    let json: Header = "Content-Type: application/json".parse().expect("a header");
    for request in server.incoming_requests() {
        let response = match request.url() {
            "/health" => Response::from_string("{\"status\":\"ok\"}"),
            "/" => Response::from_string(serde_json::to_string(&feed::all()).expect("feeds are serializable")),
            _ => Response::from_string("null").with_status_code(404),
        };
        if let Err(error) = request.respond(response.with_header(json.clone())) {
            eprintln!("{error}");
        }
    }
}
