package io.salver.lifecycle;

/**
 * A version that should live.
 *
 * @param revision tells whether it is what it was: an alike revision is an alike servable
 * @param source makes the servable
 * @param <S> what is served
 */
public record AspiredVersion<S extends AutoCloseable>(String revision, ServableSource<S> source) {}
