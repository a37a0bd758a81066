package dev.thaw.session;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Finds where the class of a cell asks Java to end, and has it call {@link CellExit} instead. */
final class ExitCalls {

  private static final Set<String> NAMES = Set.of("exit", "halt");
  private static final String ASKS = "(I)V";
  private static final ClassDesc HERE = CellExit.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc STATUS =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
  private static final MethodTypeDesc RUNTIME_AND_STATUS =
      STATUS.insertParameterTypes(0, ClassDesc.of("java.lang.Runtime"));

  private ExitCalls() {}

  /** The class with those calls replaced; the same, if it has none. */
  static byte[] replacedIn(byte[] code) {
    String names = new String(code, StandardCharsets.ISO_8859_1);
    if (NAMES.stream().noneMatch(names::contains)) {
      return code;
    }
    ClassFile files = ClassFile.of();
    return files.transformClass(
        files.parse(code), ClassTransform.transformingMethodBodies(ExitCalls::replace));
  }

  private static void replace(CodeBuilder to, CodeElement element) {
    switch (element) {
      case InvokeInstruction call ->
          type(call.owner().asSymbol(), call.name().stringValue(), call.type().stringValue())
              .ifPresentOrElse(type -> to.invokestatic(HERE, "exit", type), () -> to.with(element));
      case InvokeDynamicInstruction made -> {
        ConstantDesc[] arguments =
            made.bootstrapArgs().stream().map(ExitCalls::replaced).toArray(ConstantDesc[]::new);
        to.invokedynamic(
            DynamicCallSiteDesc.of(
                made.bootstrapMethod(), made.name().stringValue(), made.typeSymbol(), arguments));
      }
      default -> to.with(element);
    }
  }

  /** A method that is named and not called, as in {@code System::exit}. */
  private static ConstantDesc replaced(ConstantDesc argument) {
    return argument instanceof DirectMethodHandleDesc method
        ? type(method.owner(), method.methodName(), method.lookupDescriptor())
            .<ConstantDesc>map(type ->
                MethodHandleDesc.ofMethod(DirectMethodHandleDesc.Kind.STATIC, HERE, "exit", type))
            .orElse(argument)
        : argument;
  }

  /** How to call what stands for that method; empty if it does not end Java. */
  private static Optional<MethodTypeDesc> type(ClassDesc owner, String name, String descriptor) {
    if (!NAMES.contains(name) || !descriptor.equals(ASKS)) {
      return Optional.empty();
    }
    return switch (owner.descriptorString()) {
      case "Ljava/lang/System;" -> Optional.of(STATUS);
      case "Ljava/lang/Runtime;" -> Optional.of(RUNTIME_AND_STATUS);
      default -> Optional.empty();
    };
  }
}
