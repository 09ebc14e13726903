package io.salver.api.rest;

import io.salver.serving.ModelReference;

/**
 * What an infer request says before its body.
 *
 * @param model the model of the path
 * @param binary how much of the body is JSON
 * @param body what is said of the body
 */
record InferHead(ModelReference model, BinaryHeader binary, BodyHead body) {}
