require 'sinatra/base'
require_relative 'lib/book'

# Recipes, listed and shown.
class Recipes < Sinatra::Base
  set :host_authorization, permitted_hosts: []

  get '/' do
    erb :index, locals: { names: Book.names }
  end

  get '/health' do
    'ok'
  end
end
