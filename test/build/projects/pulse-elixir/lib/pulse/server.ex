defmodule Pulse.Server do
  @moduledoc "Answers HTTP requests, one at a time."
  use Task, restart: :permanent

  def start_link(port), do: Task.start_link(__MODULE__, :listen, [port])

  def listen(port) do
    {:ok, socket} = :gen_tcp.listen(port, [:binary, packet: :http_bin, active: false, reuseaddr: true])
    accept(socket)
  end

  defp accept(socket) do
    {:ok, client} = :gen_tcp.accept(socket)

    case :gen_tcp.recv(client, 0) do
      {:ok, {:http_request, _method, {:abs_path, path}, _version}} -> send_answer(client, body(path))
      _other -> :ok
    end

    :gen_tcp.close(client)
    accept(socket)
  end

  defp send_answer(client, body) do
    skip_headers(client)

    :gen_tcp.send(client, [
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n",
      "Content-Length: #{byte_size(body)}\r\n\r\n",
      body
    ])
  end

  defp skip_headers(client) do
    case :gen_tcp.recv(client, 0) do
      {:ok, :http_eoh} -> :ok
      {:ok, _header} -> skip_headers(client)
      {:error, _reason} -> :ok
    end
  end

  defp body("/health"), do: "ok\n"
  defp body(_path), do: "#{Pulse.Beats.during(10)}\n"
end
