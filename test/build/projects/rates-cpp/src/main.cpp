#include <microhttpd.h>
#include <semaphore.h>

#include <csignal>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "rates/convert.hpp"

namespace {

sem_t stopped;

MHD_Result answer(void*, MHD_Connection* connection, const char* url, const char*, const char*, const char*,
                  size_t*, void**) {
  const std::string path = url;
  nlohmann::json body;
  unsigned status = MHD_HTTP_OK;
  if (path == "/health") {
    body["status"] = "ok";
  } else if (const auto rate = rates::for_euro(path.substr(1))) {
    body["rate"] = *rate;
  } else {
    body["error"] = "not listed";
    status = MHD_HTTP_NOT_FOUND;
  }
  const std::string text = body.dump();
  MHD_Response* response =
      MHD_create_response_from_buffer(text.size(), const_cast<char*>(text.data()), MHD_RESPMEM_MUST_COPY);
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/json");
  const MHD_Result queued = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return queued;
}

}  // namespace

int main() {
  MHD_Daemon* daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, 8085, nullptr, nullptr, &answer, nullptr,
                                        MHD_OPTION_END);
  if (daemon == nullptr) {
    std::cerr << "port 8085 is taken\n";
    return 1;
  }
  sem_init(&stopped, 0, 0);
  std::signal(SIGTERM, [](int) { sem_post(&stopped); });
  while (sem_wait(&stopped) != 0) {
  }
  MHD_stop_daemon(daemon);
}
