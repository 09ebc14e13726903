/** The C++ class that holds a FAISS index, bound by JavaCPP; nothing else imports JavaCPP. */
@NullMarked
package io.salver.vector.faiss.binding;

import org.jspecify.annotations.NullMarked;
