package io.salver.api.rest;

import io.salver.serving.ModelReference;

/**
 * What an infer request says before its body.
 *
 * @param model the model of the path
 * @param binary how much of the body is JSON
 * @param encoding how the body is compressed
 * @param declaredBytes the declared length of the body; negative when it is not declared
 * @param expectsContinue whether the client waits for a go-ahead before it sends the body
 */
record InferHead(
    ModelReference model,
    BinaryHeader binary,
    BodyEncoding encoding,
    long declaredBytes,
    boolean expectsContinue) {}
