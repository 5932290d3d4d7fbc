package org.example.greeter;

/** What the service answers. */
public record Greeting(String text, int length) {
    static Greeting to(String name) {
        String text = "Hello, " + name;
        return new Greeting(text, text.length());
    }
}
