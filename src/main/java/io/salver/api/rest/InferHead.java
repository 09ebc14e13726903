package io.salver.api.rest;

import io.salver.serving.ModelReference;
import io.salver.serving.RequestId;

/**
 * What an infer request says before its body.
 *
 * @param id what the request is called, unless its body names it
 * @param model the model of the path
 * @param binary how much of the body is JSON
 * @param body what is said of the body
 */
record InferHead(RequestId id, ModelReference model, BinaryHeader binary, BodyHead body) {}
