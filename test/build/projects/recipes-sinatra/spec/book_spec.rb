require_relative '../lib/book'

raise 'not sorted' unless Book.names == Book.names.sort
